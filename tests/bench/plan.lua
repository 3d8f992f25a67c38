-- What the generator of data needs: each plain input with its kind and its whole.
--
--   lua5.4 plan.lua > PLAN

local standard = require "standard"

-- Wholes that are no pairs of the standard, because the part may be more.
local WHOLE_OF <const> = {
    mobile_municipal_users = "permanent_residents", mobile_broadband_users = "permanent_residents",
    city_model_active_users = "permanent_residents", pipe_gallery_km = "new_road_km",
}

local whole_of = {}
for _, node in ipairs(standard.nodes) do
    for _, pair in ipairs(node.pairs or {}) do
        whole_of[pair[1]] = pair[2]
    end
end
for part, whole in pairs(WHOLE_OF) do
    whole_of[part] = whole
end

-- Wholes first, so that parts can be drawn below them.
local order, number = {}, {}
for _, wanted in ipairs { false, true } do
    for _, input in ipairs(standard.inputs) do
        if (whole_of[input.name] ~= nil) == wanted then
            number[input.name] = #order
            order[#order + 1] = input
        end
    end
end
for _, input in ipairs(order) do
    print(input.name, input.kind, number[whole_of[input.name]] or -1)
end
