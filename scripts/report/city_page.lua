-- The report of one city and period: what a council reads. `facts`: see cli.report_city.

local city_lists = require "report.city_lists"
local city_opening = require "report.city_opening"
local city_themes = require "report.city_themes"
local city_tree = require "report.city_tree"
local page = require "report.page"

local city_page = {}

function city_page.page(facts)
    local out = page.new()
    city_opening.add(out, facts)
    out:contents()
    city_themes.add(out, facts)
    city_themes.add_beside(out, facts)
    city_themes.add_glance(out, facts)
    city_lists.add_strengths(out, facts)
    city_lists.add_moves(out, facts)
    city_lists.add_missing(out, facts)
    city_lists.add_steps(out, facts)
    city_tree.add(out, facts)
    return out
end

return city_page
