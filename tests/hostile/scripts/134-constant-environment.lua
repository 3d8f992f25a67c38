-- attempts: _ENV as a constant: 5.4.0 to 5.4.4 read out of bounds while compiling
-- level: chunk
-- expect: load|refused
-- max-seconds: 2
return function(v) local _ENV --[[ hidden ]] < --[==[ so ]==] const > = 1 return x end
