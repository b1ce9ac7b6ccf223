-- activities.calls
SELECT COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- activities.count
SELECT COUNT(*) AS "activities.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- activities.visits
SELECT COUNT(*) FILTER (WHERE f."kind" = 'visit') AS "activities.visits"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- bookings.amount
SELECT SUM(f."base_minor") AS "bookings.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- bookings.average
SELECT SUM(f."base_minor") AS "bookings.amount", COUNT(*) AS "bookings.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- bookings.count
SELECT COUNT(*) AS "bookings.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- bookings.customers
SELECT COUNT(DISTINCT f."account_id") AS "bookings.customers"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- bookings.largest
SELECT MAX(f."base_minor") AS "bookings.largest"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- deals.closed
SELECT COUNT(*) AS "deals.closed"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- deals.lost
SELECT COUNT(*) FILTER (WHERE f."state" = 'lost') AS "deals.lost"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- forecast.best_case
SELECT SUM(f."best") FILTER (WHERE f."method" = 'category') AS "forecast.best_case", COUNT(*) FILTER (WHERE f."method" = 'category') AS "forecast.best_case_kept"
FROM <rows> f;

-- forecast.commit
SELECT SUM(f."total") FILTER (WHERE f."method" = 'category') AS "forecast.commit", COUNT(*) FILTER (WHERE f."method" = 'category') AS "forecast.commit_kept"
FROM <rows> f;

-- forecast.learned
SELECT SUM(f."total") FILTER (WHERE f."method" = 'learned') AS "forecast.learned", COUNT(*) FILTER (WHERE f."method" = 'learned') AS "forecast.learned_kept"
FROM <rows> f;

-- forecast.weighted
SELECT SUM(f."total") FILTER (WHERE f."method" = 'weighted') AS "forecast.weighted", COUNT(*) FILTER (WHERE f."method" = 'weighted') AS "forecast.weighted_kept"
FROM <rows> f;

-- new_customers.amount
SELECT SUM(f."base_minor") AS "first_deals.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- new_customers.count
SELECT COUNT(*) AS "first_deals.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- pipeline.amount
SELECT SUM(f."base_minor") AS "pipeline.amount"
FROM <rows> f;

-- pipeline.count
SELECT COUNT(*) AS "pipeline.count"
FROM <rows> f;

-- pipeline.weighted
SELECT SUM(f."weighted") AS "pipeline.weighted"
FROM <rows> f;

-- quota_attainment
SELECT SUM(f."base_minor") AS "bookings.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;
SELECT SUM(f."amount") AS "target.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- sales_cycle_days
SELECT SUM(f."cycle_days") AS "bookings.cycle_days", SUM(f."dated") AS "bookings.dated"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- sales_velocity
SELECT COUNT(*) AS "pipeline.count"
FROM <rows> f;
SELECT COUNT(*) FILTER (WHERE f."state" = 'won') AS "deals.won", COUNT(*) AS "deals.closed"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;
SELECT SUM(f."base_minor") AS "bookings.amount", COUNT(*) AS "bookings.count", SUM(f."cycle_days") AS "bookings.cycle_days", SUM(f."dated") AS "bookings.dated"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- satisfaction.count
SELECT COUNT(*) AS "satisfaction.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- satisfaction.score
SELECT SUM(f."score") AS "satisfaction.points", COUNT(*) AS "satisfaction.count"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- stage_conversion
SELECT SUM(f."forward") AS "stage_steps.forward", COUNT(*) AS "stage_steps.decided"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- stage_days
SELECT SUM(f."days_in_stage") AS "stage_steps.days", COUNT(*) AS "stage_steps.decided"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- target.amount
SELECT SUM(f."amount") AS "target.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- win_rate
SELECT COUNT(*) FILTER (WHERE f."state" = 'won') AS "deals.won", COUNT(*) AS "deals.closed"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s;

-- activities.calls by account
SELECT f.account_id AS "account", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by activity_kind
SELECT f.kind AS "activity_kind", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by country
SELECT NULLIF(account.country, '') AS "country", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "crm_account" account ON account.id = f.account_id
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by day
SELECT f."on" AS "day", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by employee
SELECT f.person_id AS "employee", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- pipeline.amount by forecast
SELECT f.forecast AS "forecast", SUM(f."base_minor") AS "pipeline.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by industry
SELECT NULLIF(account.industry, '') AS "industry", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "crm_account" account ON account.id = f.account_id
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- deals.closed by loss_reason
SELECT NULLIF(f.loss_reason, '') AS "loss_reason", COUNT(*) AS "deals.closed"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by manager
SELECT CASE WHEN team_lead.employee_id <> f.person_id THEN team_lead.employee_id ELSE lead_above.employee_id END AS "manager", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "people_assignment" assignment ON assignment.employee_id = f.person_id AND assignment.valid_from <= f."on" AND (assignment.valid_to IS NULL OR assignment.valid_to > f."on")
LEFT JOIN "people_teamplacement" placement ON placement.team_id = assignment.team_id AND placement.valid_from <= f."on" AND (placement.valid_to IS NULL OR placement.valid_to > f."on")
LEFT JOIN "people_teamlead" team_lead ON team_lead.team_id = assignment.team_id AND team_lead.valid_from <= f."on" AND (team_lead.valid_to IS NULL OR team_lead.valid_to > f."on")
LEFT JOIN "people_teamlead" lead_above ON lead_above.team_id = placement.parent_id AND lead_above.valid_from <= f."on" AND (lead_above.valid_to IS NULL OR lead_above.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by month
SELECT calendar.month AS "month", SUM(f."activities.calls") AS "activities.calls"
FROM (
SELECT f."on" AS "on", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1
) f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
GROUP BY 1;

-- activities.calls by office
SELECT COALESCE(placement.office_id, above.office_id) AS "office", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "people_assignment" assignment ON assignment.employee_id = f.person_id AND assignment.valid_from <= f."on" AND (assignment.valid_to IS NULL OR assignment.valid_to > f."on")
LEFT JOIN "people_teamplacement" placement ON placement.team_id = assignment.team_id AND placement.valid_from <= f."on" AND (placement.valid_to IS NULL OR placement.valid_to > f."on")
LEFT JOIN "people_teamplacement" above ON above.team_id = placement.parent_id AND above.valid_from <= f."on" AND (above.valid_to IS NULL OR above.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by position
SELECT assignment.position_id AS "position", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "people_assignment" assignment ON assignment.employee_id = f.person_id AND assignment.valid_from <= f."on" AND (assignment.valid_to IS NULL OR assignment.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- bookings.amount by product
SELECT f.product_id AS "product", SUM(f."base_minor") AS "bookings.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by quarter
SELECT calendar.quarter AS "quarter", SUM(f."activities.calls") AS "activities.calls"
FROM (
SELECT f."on" AS "on", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1
) f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
GROUP BY 1;

-- bookings.amount by series
SELECT NULLIF(product.series, '') AS "series", SUM(f."base_minor") AS "bookings.amount"
FROM <rows> f
LEFT JOIN "crm_product" product ON product.id = f.product_id
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by size
SELECT CASE WHEN account.employees < 100 THEN 1 WHEN account.employees < 1000 THEN 100 WHEN account.employees < 5000 THEN 1000 WHEN account.employees IS NOT NULL THEN 5000 END AS "size", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "crm_account" account ON account.id = f.account_id
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- pipeline.amount by stage
SELECT f.at_stage AS "stage", SUM(f."base_minor") AS "pipeline.amount"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by team
SELECT assignment.team_id AS "team", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "people_assignment" assignment ON assignment.employee_id = f.person_id AND assignment.valid_from <= f."on" AND (assignment.valid_to IS NULL OR assignment.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by territory
SELECT territory.territory_id AS "territory", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
LEFT JOIN "people_territoryowner" territory ON territory.employee_id = f.person_id AND territory.valid_from <= f."on" AND (territory.valid_to IS NULL OR territory.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1;

-- activities.calls by week
SELECT calendar.week AS "week", SUM(f."activities.calls") AS "activities.calls"
FROM (
SELECT f."on" AS "on", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1
) f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
GROUP BY 1;

-- activities.calls by year
SELECT calendar.year AS "year", SUM(f."activities.calls") AS "activities.calls"
FROM (
SELECT f."on" AS "on", COUNT(*) FILTER (WHERE f."kind" = 'call') AS "activities.calls"
FROM <rows> f
WHERE f."on" >= %(start)s AND f."on" < %(end)s
GROUP BY 1
) f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
GROUP BY 1;

-- by month in two teams or none
SELECT calendar.month AS "month", SUM(f."bookings.amount") AS "bookings.amount"
FROM (
SELECT f."on" AS "on", SUM(f."base_minor") AS "bookings.amount"
FROM <rows> f
LEFT JOIN "people_assignment" assignment ON assignment.employee_id = f.person_id AND assignment.valid_from <= f."on" AND (assignment.valid_to IS NULL OR assignment.valid_to > f."on")
WHERE f."on" >= %(start)s AND f."on" < %(end)s AND (assignment.team_id IN (%(team_0)s, %(team_1)s) OR assignment.team_id IS NULL)
GROUP BY 1
) f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
GROUP BY 1;

-- rows behind
SELECT f."id", f."on", CASE WHEN f."state" = 'won' THEN 1 ELSE 0 END AS "deals.won"
FROM <rows> f
LEFT JOIN "kernel_calendarday" calendar ON calendar.day = f."on"
WHERE f."on" >= %(start)s AND f."on" < %(end)s AND (calendar.month IN (%(month_0)s)) AND ((f."state" = 'won'))
ORDER BY 2 DESC, 1 DESC
LIMIT %(limit)s OFFSET %(offset)s;

-- how many rows behind
SELECT COUNT(*) AS rows_behind
FROM <rows> f
WHERE ((f."state" = 'won'));
