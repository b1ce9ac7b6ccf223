"""The engine's own message catalogue: English, zh-Hant and zh-Hans side by side.

Plain tables instead of gettext files: the engine knows no Django, needs no compile step, and must answer from cold in
well under a second. A message cannot be missing in one language, and the test of this module checks placeholders.
"""

from functools import cache
from typing import Any

LANGUAGES = ("en", "zh-Hant", "zh-Hans")

_MESSAGES: dict[str, tuple[str, str, str]] = {
    "join": ("; ", "；", "；"),
    "comma": (", ", "、", "、"),
    "time.day": ("%(count)s day(s)", "%(count)s 天", "%(count)s 天"),
    "time.month": ("%(count)s month(s)", "%(count)s 個月", "%(count)s 个月"),
    "time.year": ("%(count)s year(s)", "%(count)s 年", "%(count)s 年"),
    "space": (" ", "", ""),
    # the plan as a whole
    "plan": (
        "%(title)s, version %(version)s: pays in %(currency)s per %(period)s.",
        "%(title)s，第 %(version)s 版：以 %(currency)s 計，每%(period)s發放。",
        "%(title)s，第 %(version)s 版：以 %(currency)s 计，按%(period)s发放。",
    ),
    "plan.from": ("It holds from %(day)s.", "自 %(day)s 起生效。", "自 %(day)s 起生效。"),
    "plan.to": ("It ends before %(day)s.", "於 %(day)s 前截止。", "至 %(day)s 前截止。"),
    "input": ("the amount given per person", "個人約定金額", "按个人约定的金额"),
    "component": (
        "%(title)s: counts %(measure)s%(where)s%(date)s.",
        "%(title)s：計算%(measure)s%(where)s%(date)s。",
        "%(title)s：统计%(measure)s%(where)s%(date)s。",
    ),
    "measure.amount": ("the amount", "金額", "金额"),
    "measure.count": ("the number of transactions", "筆數", "笔数"),
    "measure.column": ("%(name)s", "%(name)s", "%(name)s"),
    "measure.scores": ("the weighted scores %(list)s", "加權分數（%(list)s）", "加权得分（%(list)s）"),
    "measure.reading": ("%(name)s", "%(name)s", "%(name)s"),
    "where": (" where %(list)s", "（條件：%(list)s）", "（条件：%(list)s）"),
    "date": (" by %(name)s", "，以 %(name)s 為準", "，以 %(name)s 为准"),
    "credit.by": (
        "Credit follows the assignments by %(list)s.",
        "業績依 %(list)s 的指派歸屬。",
        "业绩按 %(list)s 的分派归属。",
    ),
    "credit.roles": ("Only the roles %(list)s are credited.", "僅計入角色：%(list)s。", "仅计入角色：%(list)s。"),
    "credit.shares": ("Shares by role: %(list)s.", "各角色分配比例：%(list)s。", "各角色分配比例：%(list)s。"),
    "credit.roll_up": (
        "Managers are credited with %(share)s of their people's transactions (%(levels)s).",
        "主管計入所轄人員業績的 %(share)s（%(levels)s）。",
        "主管计入下属业绩的 %(share)s（%(levels)s）。",
    ),
    "levels.all": ("all levels", "所有層級", "所有层级"),
    "levels": ("%(count)s level(s)", "%(count)s 層", "%(count)s 级"),
    "credit.team": (
        "Every member is credited with the whole team.",
        "每位成員計入全隊業績。",
        "每位成员计入全队业绩。",
    ),
    "credit.share": ("%(share)s of each credit counts.", "業績按 %(share)s 計入。", "业绩按 %(share)s 计入。"),
    "quota": (
        "The quota is %(amount)s per %(period)s%(more)s.",
        "業績配額為每%(period)s %(amount)s%(more)s。",
        "销售指标为每%(period)s %(amount)s%(more)s。",
    ),
    "quota.input": (
        "The quota is given per person and period%(more)s.",
        "業績配額按人按期給定%(more)s。",
        "销售指标按人按期下达%(more)s。",
    ),
    "quota.weights": (", shared out %(list)s", "，依 %(list)s 分配", "，按 %(list)s 分解"),
    "quota.days": (", prorated by days", "，按在職日數折算", "，按在岗天数折算"),
    "quota.months": (", prorated by months", "，按在職月數折算", "，按在岗月数折算"),
    "quota.ramp": (", ramped %(list)s", "，新人爬坡 %(list)s", "，新人爬坡 %(list)s"),
    "target": (
        "The target incentive is %(amount)s per %(period)s.",
        "目標獎金為每%(period)s %(amount)s。",
        "目标奖金为每%(period)s %(amount)s。",
    ),
    "target.input": ("The target incentive is given per person.", "目標獎金按人約定。", "目标奖金按人约定。"),
    "weight": ("It weighs %(share)s.", "權重 %(share)s。", "权重 %(share)s。"),
    "accumulate": ("Credit adds up over the %(period)s.", "業績在%(period)s內累計。", "业绩在%(period)s内累计。"),
    "accumulate.transaction": ("Each transaction is looked at alone.", "逐筆計算，不累計。", "逐笔计算，不累计。"),
    "accumulate.ever": ("Credit adds up without end.", "業績持續累計。", "业绩持续累计。"),
    "accumulate.service_year": (
        "Credit adds up over each person's own year, from one anniversary of hire to the next.",
        "業績按各人年資年度累計，自到職週年日起重新計算。",
        "业绩按各人司龄年度累计，自入职周年日起重新计算。",
    ),
    "pays.rate": ("It pays %(rate)s of %(base)s.", "按%(base)s的 %(rate)s 發放。", "按%(base)s的 %(rate)s 发放。"),
    "pays.unit": ("It pays %(rate)s per unit.", "每單位發放 %(rate)s。", "每单位发放 %(rate)s。"),
    "base.credit": ("the credit", "計入業績", "计入业绩"),
    "base.target": ("the target × attainment", "目標獎金×達成率", "目标奖金×完成率"),
    "base.target_only": ("the target", "目標獎金", "目标奖金"),
    "pays.marginal": (
        "Each tier pays its rate for what lies in it: %(list)s.",
        "分級累進，各級距適用各自比率：%(list)s。",
        "分段累进，各阶梯按各自比例：%(list)s。",
    ),
    "pays.retroactive": (
        "The tier reached pays its rate on everything: %(list)s.",
        "達到的級距比率適用全部業績：%(list)s。",
        "达到的阶梯比例适用全部业绩：%(list)s。",
    ),
    "pays.interpolate": (
        "Between the points the value runs straight: %(list)s; nothing below the first.",
        "各點之間按直線內插：%(list)s；低於首點不發放。",
        "各点之间按直线插值：%(list)s；低于首点不发放。",
    ),
    "pays.steps": (
        "The step reached pays: %(list)s.",
        "達到哪一階即發放該階金額：%(list)s。",
        "达到哪一档即发放该档金额：%(list)s。",
    ),
    "pays.milestones": (
        "Each milestone reached adds: %(list)s.",
        "每達成一個里程碑即加發：%(list)s。",
        "每达成一个里程碑即加发：%(list)s。",
    ),
    "pays.amount": (
        "It pays %(amount)s per %(period)s.",
        "每%(period)s發放 %(amount)s。",
        "每%(period)s发放 %(amount)s。",
    ),
    "pays.matrix": (
        "A table of %(rows)s and %(columns)s gives the payout.",
        "依 %(rows)s 與 %(columns)s 的對照表決定。",
        "按 %(rows)s 与 %(columns)s 的对照表确定。",
    ),
    "pays.contest": (
        "Prizes by rank: %(list)s; ties %(ties)s.",
        "按名次發獎：%(list)s；並列時%(ties)s。",
        "按名次发奖：%(list)s；并列时%(ties)s。",
    ),
    "ties.share": ("share the prizes of their places", "均分所占名次的獎金", "平分所占名次的奖金"),
    "ties.each": ("all get the better prize", "各得較高名次的獎金", "各得较高名次的奖金"),
    "ties.earliest": ("go to who got there first", "先達成者優先", "先达成者优先"),
    "pays.tenure": ("By length of service: %(list)s.", "依年資：%(list)s。", "按司龄：%(list)s。"),
    "pays.anniversaries": (
        "Awards at %(list)s of service.",
        "服務屆滿時發獎：%(list)s。",
        "服务届满时发奖：%(list)s。",
    ),
    "tier": ("%(low)s to %(high)s: %(rate)s", "%(low)s 至 %(high)s：%(rate)s", "%(low)s 至 %(high)s：%(rate)s"),
    "tier.open": ("above %(low)s: %(rate)s", "超過 %(low)s：%(rate)s", "超过 %(low)s：%(rate)s"),
    "tier.amount": ("%(amount)s in all, pro rata", "共 %(amount)s，按比例", "共 %(amount)s，按比例"),
    "at": ("%(level)s: %(value)s", "%(level)s:%(value)s", "%(level)s:%(value)s"),
    "of_target": ("%(share)s of the target", "目標獎金的 %(share)s", "目标奖金的 %(share)s"),
    "boundary.lower": ("Exactly on an edge counts as not reached.", "恰在界線上視為未達。", "恰好在界线上视为未达到。"),
    "threshold": (
        "Below %(level)s nothing is paid; from it on, from the first cent.",
        "未達 %(level)s 不發放；達到後自第一元起計。",
        "未达 %(level)s 不发放；达到后从第一元起计。",
    ),
    "gate": (
        "Gate: %(name)s %(test)s; otherwise %(share)s is paid.",
        "門檻條件：%(name)s %(test)s；未符合時發放 %(share)s。",
        "门槛条件：%(name)s %(test)s；不满足时发放 %(share)s。",
    ),
    "multiplier": (
        "Multiplied by %(name)s%(table)s.",
        "乘以獎金係數 %(name)s%(table)s。",
        "乘以奖金系数 %(name)s%(table)s。",
    ),
    "cap.payout": (
        "It pays at most %(amount)s per %(period)s.",
        "每%(period)s最多 %(amount)s。",
        "每%(period)s最多 %(amount)s。",
    ),
    "cap.each": ("One credit pays at most %(amount)s.", "單筆最多 %(amount)s。", "单笔最多 %(amount)s。"),
    "cap.rate": ("The rate is at most %(rate)s.", "比率上限 %(rate)s。", "比例上限 %(rate)s。"),
    "cap.attainment": (
        "What lies above %(level)s is not paid.",
        "超過 %(level)s 的部分不發放。",
        "超过 %(level)s 的部分不发放。",
    ),
    "cap.of_target": (
        "It pays at most %(share)s of the target.",
        "最多為目標獎金的 %(share)s。",
        "最多为目标奖金的 %(share)s。",
    ),
    "minimum": ("It pays at least %(amount)s.", "至少發放 %(amount)s。", "至少发放 %(amount)s。"),
    "informational": ("This amount is shown, not paid.", "此金額僅供參考，不發放。", "此金额仅供参考，不发放。"),
    # files
    "file.missing": (
        "There is no file “%(name)s”. Check the name, or give its whole path.",
        "沒有「%(name)s」這個檔案。請檢查檔名，或給完整路徑。",
        "没有“%(name)s”这个文件。请检查文件名，或给出完整路径。",
    ),
    "file.unreadable": (
        "“%(name)s” cannot be read: it is a folder, or you may not open it.",
        "無法讀取「%(name)s」：它是資料夾，或你沒有權限。",
        "无法读取“%(name)s”：它是文件夹，或你没有权限。",
    ),
    # periods
    "period.month": ("month", "月", "月"),
    "period.quarter": ("quarter", "季", "季度"),
    "period.half": ("half-year", "半年", "半年"),
    "period.year": ("year", "年", "年"),
    "period.week": ("week", "週", "周"),
    "period.ever": ("lifetime of the plan", "方案期間", "方案期间"),
    "period.once": ("run", "次", "次"),
    "period.period": ("period", "期", "期"),
}


def say(language: str, message: str, **values: Any) -> str:
    """A message in a language. Raises ``KeyError`` on an unknown message."""
    texts = _MESSAGES.get(message) or all_messages()[message]
    return texts[LANGUAGES.index(language)] % values


@cache
def all_messages() -> dict[str, tuple[str, str, str]]:
    """Every message. The other catalogues are read when something of them is said, so that a command starts fast."""
    from cadre.compensation.engine import explanation_words, payout_words, plan_words, reading_words

    others = (plan_words, payout_words, reading_words, explanation_words)
    return {**_MESSAGES, **{name: texts for one in others for name, texts in one.MESSAGES.items()}}
