-- Where an address leads, and whether that is round in a circle, or too far.
-- ARGV: the address and where it leads (prints of eight bytes), the most redirects in a row.
-- A row of the hash: redirects on the way to an address as one byte, then the print of where it leads itself, if it does.
-- Returns 0 when it leads on, 1 when it is part of a circle, 2 when a browser has given up before it.
local from, to, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local rows = key('redirects')

local row = redis.call('HGET', rows, from)
local hops = row and string.byte(row) or 0
redis.call('HSET', rows, from, string.char(hops) .. to)

local at = to
for _ = 1, most do
  if at == from then
    return 1
  end
  local next = redis.call('HGET', rows, at)
  if not next or #next == 1 then
    break
  end
  at = string.sub(next, 2)
end
if hops + 1 > most then
  return 2
end
redis.call('HSETNX', rows, to, string.char(hops + 1))
return 0
