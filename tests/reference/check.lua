-- Checks the reference itself: every expected number is worked out by hand.
--
--   lua5.4 check.lua        prints each failure and a closing line; exits 1 on any

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local checking = require "checking"

require "check_standard"
require "check_groups"
require "check_order"
require "check_tools"

print(("%d checks, %d failures"):format(checking.checks, checking.failures))
os.exit(checking.failures == 0 and 0 or 1, true)
