"""Messages about pay as a whole: guarantees, draws, caps, rounding, when it is paid and what is taken back."""

MESSAGES: dict[str, tuple[str, str, str]] = {
    "guarantee": (
        "Pay is at least %(amount)s per %(period)s%(first)s; the difference is not taken back.",
        "每%(period)s保障至少 %(amount)s%(first)s，補足的差額不扣回。",
        "每%(period)s保底 %(amount)s%(first)s，补足部分不再扣回。",
    ),
    "draw.recoverable": (
        "A draw of %(amount)s per %(period)s is advanced%(first)s and recovered from later earnings.",
        "每%(period)s預支獎金 %(amount)s%(first)s，日後自獎金扣回。",
        "每%(period)s预支提成 %(amount)s%(first)s，从以后的提成中扣回。",
    ),
    "draw.not_recoverable": (
        "A draw of %(amount)s per %(period)s is advanced%(first)s and never recovered.",
        "每%(period)s預支獎金 %(amount)s%(first)s，不扣回。",
        "每%(period)s预支提成 %(amount)s%(first)s，不扣回。",
    ),
    "first": (" in the first %(count)s periods", "（僅前 %(count)s 期）", "（仅前 %(count)s 期）"),
    "negative.carry": (
        "A %(period)s below zero is carried into the next.",
        "當%(period)s為負數時，遞延至下期抵扣。",
        "当%(period)s为负时，结转下期抵扣。",
    ),
    "negative.carry_slowly": (
        "A %(period)s below zero is carried on and takes at most %(share)s of each later %(period)s's pay.",
        "當%(period)s為負數時遞延，之後每%(period)s最多抵扣當期應發的 %(share)s。",
        "当%(period)s为负时结转，之后每%(period)s最多抵扣当期应发的 %(share)s。",
    ),
    "negative.owe": (
        "A %(period)s below zero is owed by the payee.",
        "當%(period)s為負數時，由本人返還。",
        "当%(period)s为负时，由本人退还。",
    ),
    "negative.forgive": (
        "A %(period)s below zero is set to zero.",
        "當%(period)s為負數時，以零計。",
        "当%(period)s为负时，按零计。",
    ),
    "clawback": (
        "On %(event)s%(within)s, %(share)s of what was paid is taken back.",
        "發生「%(event)s」%(within)s時，追回已發獎金的 %(share)s。",
        "发生“%(event)s”%(within)s时，扣回已发提成的 %(share)s。",
    ),
    "clawback.term": (
        "On %(event)s%(within)s, what was paid is taken back for the remaining part of %(term)s.",
        "發生「%(event)s」%(within)s時，按 %(term)s 內剩餘月份的比例追回。",
        "发生“%(event)s”%(within)s时，按 %(term)s 内剩余月份的比例扣回。",
    ),
    "clawback.follows": (
        "What is reckoned on pay that is taken back is taken back with it: %(components)s.",
        "以遭追回之獎金為計算基礎者，一併追回：%(components)s。",
        "以被扣回的提成为计算基础的，一并扣回：%(components)s。",
    ),
    "clawback.event": ("the share of the event", "該事件所涉比例", "该事件涉及的比例"),
    "within": (" within %(time)s", "且在 %(time)s 內", "且在 %(time)s 以内"),
    "unpaid": (
        "What the customer has not paid within %(time)s is taken back (%(share)s).",
        "客戶逾 %(time)s 未付款者，追回 %(share)s。",
        "客户超过 %(time)s 未回款的，扣回 %(share)s。",
    ),
    "pay": ("Paid: %(list)s.", "發放時點：%(list)s。", "发放时点：%(list)s。"),
    "pay.on": ("%(share)s at %(name)s", "%(share)s 於 %(name)s", "%(share)s 在 %(name)s"),
    "pay.after": ("%(share)s after %(time)s", "%(share)s 於 %(time)s 後", "%(share)s 在 %(time)s 后"),
    "pay.receipts": ("%(share)s as the customer pays", "%(share)s 按回款進度", "%(share)s 按回款进度"),
    "pay.now": ("%(share)s at once", "%(share)s 即時", "%(share)s 即时"),
    "pay.instalments": (" in %(count)s instalments", "，分 %(count)s 期", "，分 %(count)s 期"),
    "round.nearest": (
        "What is paid per %(period)s is rounded to the nearest %(amount)s.",
        "每%(period)s發放金額四捨五入至 %(amount)s。",
        "每%(period)s发放金额四舍五入到 %(amount)s。",
    ),
    "round.down": (
        "What is paid per %(period)s is rounded down to full %(amount)s.",
        "每%(period)s發放金額未滿 %(amount)s 的部分捨去。",
        "每%(period)s发放金额不满 %(amount)s 的部分舍去。",
    ),
    "round.up": (
        "What is paid per %(period)s is rounded up to full %(amount)s.",
        "每%(period)s發放金額未滿 %(amount)s 以 %(amount)s 計。",
        "每%(period)s发放金额不满 %(amount)s 按 %(amount)s 计。",
    ),
    "pay_from": (
        "Less than %(amount)s is not paid out but kept for the next %(period)s.",
        "不足 %(amount)s 時不發放，併入下一%(period)s。",
        "不足 %(amount)s 时不发放，并入下一%(period)s。",
    ),
    "guarantee.list": (
        "%(list)s in the first, second … %(period)s",
        "第一、第二……%(period)s依序 %(list)s",
        "第一、第二……%(period)s依次 %(list)s",
    ),
    "draw.at_most": (
        "Of what is earned above the draw, at most %(share)s is recovered.",
        "超過預支部分，最多扣回 %(share)s。",
        "超过预支的部分，最多扣回 %(share)s。",
    ),
    "draw.from": (
        "It is recovered from period %(count)s on.",
        "自第 %(count)s 期起扣回。",
        "自第 %(count)s 期起扣回。",
    ),
    "draw.limit": (
        "No more than %(amount)s is ever owed.",
        "未扣回餘額最高 %(amount)s。",
        "未扣回余额最高 %(amount)s。",
    ),
    "draw.forgiven_on": (
        "What is still owed on %(day)s is forgiven.",
        "%(day)s 仍未扣回的部分免除。",
        "%(day)s 仍未扣回的部分免除。",
    ),
    "draw.forgiven_after": (
        "What is still owed after %(count)s periods is forgiven.",
        "滿 %(count)s 期仍未扣回的部分免除。",
        "满 %(count)s 期仍未扣回的部分免除。",
    ),
    "prorate": (
        "For part of a period it is prorated (%(how)s).",
        "未滿一期者按比例計算（%(how)s）。",
        "不满一期的按比例计算（%(how)s）。",
    ),
    "how.days": ("by days", "按日", "按天"),
    "how.workdays": ("by working days", "按工作日", "按工作日"),
    "how.months": (
        "by months in the plan on their first day",
        "按月，當月 1 日在職者計整月",
        "按月，当月 1 日在岗的计整月",
    ),
    "how.months_15": (
        "by months in the plan on their 15th",
        "按月，當月 15 日在職者計整月",
        "按月，当月 15 日在岗的计整月",
    ),
    "how.months_any": (
        "by months in the plan on any day",
        "按月，當月任一日在職即計整月",
        "按月，当月任一天在岗即计整月",
    ),
    "pay.at_end_of": (
        "%(share)s at the end of the %(period)s",
        "%(share)s 於%(period)s末",
        "%(share)s 在%(period)s末",
    ),
    "pay.while_in_plan": (
        " (forfeited by leavers)",
        "（離職者不發）",
        "（离职者不发）",
    ),
}
