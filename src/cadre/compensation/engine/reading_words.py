"""Messages that name what gates, multipliers and scores read, and whose it is."""

MESSAGES: dict[str, tuple[str, str, str]] = {
    "reading.measure": ("%(name)s", "%(name)s", "%(name)s"),
    "reading.attainment": ("attainment of %(name)s", "%(name)s 達成率", "%(name)s 完成率"),
    "reading.credit": ("credit of %(name)s", "%(name)s 業績", "%(name)s 业绩"),
    "reading.payout": ("pay of %(name)s", "%(name)s 獎金", "%(name)s 奖金"),
    "reading.quota": ("quota of %(name)s", "%(name)s 配額", "%(name)s 指标"),
    "reading.tenure_months": ("months of service", "年資（月）", "司龄（月）"),
    "reading.column": ("%(name)s", "%(name)s", "%(name)s"),
    "reading.value": ("%(name)s", "%(name)s", "%(name)s"),
    "of.team": ("%(what)s (team)", "%(what)s（團隊）", "%(what)s（团队）"),
    "of.manager": ("%(what)s (manager)", "%(what)s（主管）", "%(what)s（主管）"),
    "of.reports": ("%(what)s (reports)", "%(what)s（下屬）", "%(what)s（下属）"),
    "of.company": ("%(what)s (company)", "%(what)s（全公司）", "%(what)s（全公司）"),
    "reading.lookup": ("%(name)s", "%(name)s", "%(name)s"),
    "reading.lowest": ("the lowest of %(name)s", "%(name)s 中的最低值", "%(name)s 中的最低值"),
    "reading.highest": ("the highest of %(name)s", "%(name)s 中的最高值", "%(name)s 中的最高值"),
    "reading.average": ("the average of %(name)s", "%(name)s 的平均", "%(name)s 的平均"),
    "reading.sum": ("the sum of %(name)s", "%(name)s 之和", "%(name)s 之和"),
    "reading.times": ("%(what)s × %(times)s", "%(what)s × %(times)s", "%(what)s × %(times)s"),
    "reading.over": ("%(what)s ÷ %(base)s", "%(what)s ÷ %(base)s", "%(what)s ÷ %(base)s"),
    "reading.round.nearest": (
        "(%(what)s, rounded to %(to)s)",
        "%(what)s（四捨五入至 %(to)s）",
        "%(what)s（四舍五入到 %(to)s）",
    ),
    "reading.round.down": (
        "(%(what)s, only full %(to)s counted)",
        "%(what)s（只計滿 %(to)s 的部分）",
        "%(what)s（只计满 %(to)s 的部分）",
    ),
    "reading.round.up": (
        "(%(what)s, each %(to)s begun counted in full)",
        "%(what)s（未滿 %(to)s 以 %(to)s 計）",
        "%(what)s（不满 %(to)s 按 %(to)s 计）",
    ),
    "reading.partial": (
        "%(what)s as far as the periods are there",
        "%(what)s（只計已有資料的期間）",
        "%(what)s（只计已有数据的期间）",
    ),
    "reading.ago": ("%(what)s %(count)s period(s) earlier", "%(count)s 期前的%(what)s", "%(count)s 期前的%(what)s"),
}
