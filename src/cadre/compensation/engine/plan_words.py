"""More messages of plans read aloud: what depends on the transaction, on others and on several periods."""

MESSAGES: dict[str, tuple[str, str, str]] = {
    "credit.overlay": (
        "Beside the owner, credit follows the assignments by %(list)s (overlay).",
        "負責人之外，另依 %(list)s 的指派計入協銷業績。",
        "负责人之外，另按 %(list)s 的分派计入协销业绩。",
    ),
    "columns": (
        "%(name)s is calculated: %(formula)s.",
        "「%(name)s」依公式計算：%(formula)s。",
        "“%(name)s”按公式计算：%(formula)s。",
    ),
    "rates_on": (
        "Foreign amounts are converted at the rate of %(name)s.",
        "外幣按 %(name)s 當日匯率換算。",
        "外币按 %(name)s 当日汇率折算。",
    ),
    "plan.cap.per": (
        "One payee is paid at most %(amount)s per %(period)s.",
        "每人每%(period)s最多發放 %(amount)s。",
        "每人每%(period)s最多发放 %(amount)s。",
    ),
    "plan.cap.carry": (
        "What lies above is kept and paid when there is room.",
        "超過部分保留，待有餘額時補發。",
        "超出部分保留，待有余量时补发。",
    ),
    "quota.workdays": (", prorated by working days", "，按工作日折算", "，按工作日折算"),
    "quota.months_15": (
        ", prorated by months in the plan on their 15th",
        "，按月折算（15 日在職計整月）",
        "，按月折算（15 日在岗计整月）",
    ),
    "quota.months_any": (
        ", prorated by months in the plan on any day",
        "，按月折算（任一日在職計整月）",
        "，按月折算（任一天在岗计整月）",
    ),
    "target.column": (
        "The target incentive is %(share)s of the person's %(name)s per %(period)s.",
        "目標獎金為個人 %(name)s 的 %(share)s（每%(period)s）。",
        "目标奖金为个人 %(name)s 的 %(share)s（每%(period)s）。",
    ),
    "target.weights": (
        "Over the year it is shared out %(list)s.",
        "全年目標獎金依 %(list)s 分配。",
        "全年目标奖金按 %(list)s 分解。",
    ),
    "target.leave": (
        "Days of leave are taken off the target.",
        "目標獎金扣除請假日數。",
        "目标奖金扣除请假天数。",
    ),
    "levels.from": (
        "levels %(first)s to %(last)s",
        "第 %(first)s 至 %(last)s 層",
        "第 %(first)s 至 %(last)s 级",
    ),
    "levels.from.all": ("from level %(first)s up", "第 %(first)s 層以上", "第 %(first)s 级以上"),
    "pays.rates": (
        "The transaction decides the rate, by the first row that fits: %(list)s.",
        "依各筆交易決定比率，取第一個符合的條件：%(list)s。",
        "按每笔交易确定比例，取第一个符合的条件：%(list)s。",
    ),
    "row": ("%(where)s → %(value)s", "%(where)s → %(value)s", "%(where)s → %(value)s"),
    "row.else": ("everything else", "其餘", "其余"),
    "factors": (
        "What a transaction pays is multiplied, by the first row that fits: %(list)s.",
        "各筆獎金再乘以係數，取第一個符合的條件：%(list)s。",
        "每笔提成再乘以系数，取第一个符合的条件：%(list)s。",
    ),
    "minimum.each": (
        "One credit pays at least %(amount)s.",
        "單筆至少 %(amount)s。",
        "单笔至少 %(amount)s。",
    ),
    "deduct": (
        "This amount is taken off the pay.",
        "此金額自獎金中扣除。",
        "此金额从提成中扣除。",
    ),
    "cap.budget": (
        "All payees together get at most %(amount)s, first come first served.",
        "全體合計最多 %(amount)s，先到先得。",
        "全体合计最多 %(amount)s，先到先得。",
    ),
    "contest.rank": (
        "Ranked by %(name)s%(among)s.",
        "依%(name)s排名%(among)s。",
        "按%(name)s排名%(among)s。",
    ),
    "rank.credit": ("credit", "業績", "业绩"),
    "rank.attainment": ("attainment", "達成率", "完成率"),
    "rank.increase": ("the increase over %(base)s", "較 %(base)s 的增加額", "较 %(base)s 的增加额"),
    "rank.growth": ("the growth over %(base)s", "較 %(base)s 的成長率", "较 %(base)s 的增长率"),
    "among": (" within each %(name)s", "（各 %(name)s 內）", "（各 %(name)s 内）"),
    "contest.best": (
        "Each of the best %(share)s of those who take part gets the prize.",
        "參加者中前 %(share)s 各得此獎金。",
        "参加者中前 %(share)s 各得此奖金。",
    ),
    "contest.teams": (
        "Teams compete by their sum; %(members)s.",
        "以團隊合計業績競賽；%(members)s。",
        "以团队合计业绩 PK；%(members)s。",
    ),
    "members.each": ("each member gets the prize", "每位成員各得該獎金", "每位成员各得该奖金"),
    "members.equal": ("members share the prize equally", "成員均分獎金", "成员平分奖金"),
    "members.contribution": (
        "members share the prize by their credit",
        "成員按業績分配獎金",
        "成员按业绩分配奖金",
    ),
    "contest.minimum": (
        "Who is below %(level)s does not take part.",
        "未達 %(level)s 者不參加。",
        "未达 %(level)s 的不参加。",
    ),
    "qualify": (
        "To take part: %(name)s %(test)s.",
        "參加條件：%(name)s %(test)s。",
        "参加条件：%(name)s %(test)s。",
    ),
    "pays.pool": (
        "%(amount)s is shared out %(by)s%(among)s.",
        "%(amount)s，%(by)s分配%(among)s。",
        "%(amount)s，%(by)s分配%(among)s。",
    ),
    "pool.amount": (
        "A pool of %(amount)s per %(period)s",
        "每%(period)s獎金池 %(amount)s",
        "每%(period)s奖金池 %(amount)s",
    ),
    "pool.rate": (
        "A pool of %(rate)s of the group's credit",
        "獎金池為群組業績的 %(rate)s",
        "奖金池为全组业绩的 %(rate)s",
    ),
    "pool.reading": ("A pool of the size of %(name)s", "獎金池為 %(name)s", "奖金池为 %(name)s"),
    "by.equal": ("equally", "平均", "平均"),
    "by.credit": ("by credit", "按業績", "按业绩"),
    "by.reading": ("by %(name)s", "按 %(name)s", "按 %(name)s"),
    "line.rates": (
        "For %(value)s the rate is %(factor)s.",
        "「%(value)s」的交易，比率為 %(factor)s。",
        "“%(value)s”的交易，比例为 %(factor)s。",
    ),
    "line.rates.none": (
        "No row of the rates fits this transaction, so it pays nothing.",
        "沒有符合此筆交易的比率，因此不發放。",
        "没有符合这笔交易的比例，因此不发放。",
    ),
    "line.row": (
        "For %(value)s the rate is multiplied by %(factor)s.",
        "「%(value)s」的交易，比率乘以 %(factor)s。",
        "“%(value)s”的交易，比例乘以 %(factor)s。",
    ),
    "line.at_least": (
        "The least that is paid raises %(uncapped)s to %(amount)s.",
        "適用最低金額，由 %(uncapped)s 增為 %(amount)s。",
        "适用最低金额，由 %(uncapped)s 增为 %(amount)s。",
    ),
    "kind.plan_cap.released": (
        "There is room under the cap: %(amount)s kept earlier is paid.",
        "上限尚有餘額，補發先前保留的 %(amount)s。",
        "上限尚有余量，补发此前保留的 %(amount)s。",
    ),
    "kind.kept": (
        "Too little to pay out: %(amount)s is kept for the next period.",
        "金額不足發放門檻，%(amount)s 併入下期。",
        "金额不足发放门槛，%(amount)s 并入下期。",
    ),
    "line.rate.only": (
        "At the rate %(rate)s it earns %(amount)s.",
        "適用比率 %(rate)s，得 %(amount)s。",
        "适用比例 %(rate)s，得 %(amount)s。",
    ),
    "line.shown": (
        "This amount is shown, not paid.",
        "此金額僅供參考，不發放。",
        "此金额仅供参考，不发放。",
    ),
    "line.settled": ("%(period)s: %(what)s", "%(period)s：%(what)s", "%(period)s：%(what)s"),
    "line.deduct": ("This is a deduction.", "此為扣款。", "此为扣款。"),
}
