"""The words a generated company is made of, in the languages its people write."""

NAMES = [
    "Lin", "Chen", "Huang", "Chang", "Li", "Wang", "Wu", "Liu", "Tsai", "Yang", "Hsu", "Cheng", "Hsieh", "Kuo", "Hung",
    "Chiu", "Tseng", "Liao", "Lai", "Chou", "Yeh", "Su", "Chuang", "Lu", "Chiang",
]  # fmt: skip
FIRST = [
    "Ya-Ting", "Chih-Ming", "Mei-Hua", "Chun-Chieh", "Shu-Fen", "Chien-Hung", "Hsin-Yi", "Tsung-Han", "Anna", "David",
    "Grace", "Kevin", "Peggy", "Victor", "Irene", "Jason", "Wen-Hsin", "Yu-Chen", "Pei-Shan", "Kuan-Yu",
]  # fmt: skip
CHINESE_NAMES = [
    last + first
    for last in "林陳黃張李王吳劉蔡楊"
    for first in ("雅婷", "志明", "美華", "俊傑", "怡君", "冠宇", "淑芬")
]
ROOTS = [
    "Acme", "Borealis", "Cascade", "Delta", "Evergreen", "Formosa", "Granite", "Harbor", "Iris", "Jade", "Keystone",
    "Lotus", "Meridian", "Nova", "Orchid", "Pacific", "Quartz", "River", "Summit", "Titan", "Union", "Vertex", "Willow",
    "Yushan", "Zenith",
]  # fmt: skip
CHINESE_ROOTS = [
    "台灣", "遠東", "大同", "永豐", "華新", "聯合", "中央", "太平", "光寶", "和平", "東海", "新光", "長榮", "國泰", "精英", "宏遠",
    "上海", "深圳", "广州", "北京",
]  # fmt: skip
TRADES = ["Systems", "Foods", "Textiles", "Logistics", "Medical", "Optics", "Steel", "Software", "Energy", "Trading"]
CHINESE_TRADES = ["電子", "食品", "紡織", "物流", "醫療", "光電", "鋼鐵", "軟體", "能源", "貿易"]
INDUSTRIES = ["technology", "retail", "medical", "finance", "services", "software", "telecommunications", "marketing"]
PRODUCTS = [
    ("GTX-Basic", "GTX", 55_000), ("GTX-Pro", "GTX", 482_100), ("GTX-Plus", "GTX", 109_600), ("MG-Special", "MG", 5_500),
    ("MG-Advanced", "MG", 338_000), ("GTK-500", "GTK", 2_676_800), ("GTX-Ultra", "GTX", 912_000), ("MG-Mini", "MG", 21_000),
    ("Care-Basic", "Care", 12_000), ("Care-Plus", "Care", 48_000), ("Cloud-S", "Cloud", 90_000), ("Cloud-L", "Cloud", 640_000),
]  # fmt: skip
TITLES = ["CIO", "Head of purchasing", "Managing director", "Engineer", "採購經理", "資訊長"]
SAID = {
    "call": [
        "Call about open questions",
        "Follow-up call",
        "電話討論預算與時程",
        "Call about delivery dates",
        "确认报价细节",
    ],
    "mail": ["Sent the quote", "Sent the data sheet", "已寄送產品規格", "Answered questions about the warranty"],
    "meeting": ["Online demo", "Requirements workshop", "提案檢討會議", "Review of the proposal"],
    "visit": ["Visit on site", "拜訪客戶工廠", "Tour of the data centre"],
    "note": ["Budget moved to next quarter", "競爭對手已拜訪", "New contact in operations", "Wants a pilot first"],
}
ADDED = [
    "They compare two suppliers and want an answer by Friday.", "客戶希望先試用兩週，再決定數量。", "Purchasing asks for a frame contract.",
    "需要主管同意折扣。", "The old contract ends in spring.", "技术部门对稳定性有疑问，已安排工程师说明。",
]  # fmt: skip
STEPS = ["Send the quote", "Call the buyer", "安排試用", "Ask for the budget", ""]
