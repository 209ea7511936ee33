-- Observations become facts: each field keeps the greater of two values, a sample keeps its lowest ranks.
-- The pure twin is scoring/ledger/folding.py; a property test holds the two together.
-- ARGV: sample size, then six an entry: target, field, value, page kind ('' for no sample), rank, url.
-- Marks targets whose facts changed as dirty, the others as stepped: their progress has changed. Returns how many
-- fields changed.
local size = tonumber(ARGV[1])
local changed = 0
local dirty, stepped = {}, {}

-- Byte by byte: Lua's own < follows the server's locale.
local function greater(one, other)
  for i = 1, math.min(#one, #other) do
    local a, b = string.byte(one, i), string.byte(other, i)
    if a ~= b then
      return a > b
    end
  end
  return #one > #other
end

-- Whether a page is (or becomes) one of the sample; the page it displaces leaves the ledger.
local function sampled(ledger, sample, kind, rank, url)
  redis.call('ZADD', sample, rank, url)
  if redis.call('ZCARD', sample) <= size then
    return true
  end
  local last = redis.call('ZPOPMAX', sample)[1]
  redis.call('HDEL', ledger, 'p:' .. kind .. ':' .. last)
  return last ~= url
end

for i = 2, #ARGV, 6 do
  local target, field, value, kind = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local ledger = key('ledger:' .. target)
  stepped[target] = true
  if kind == '' or sampled(ledger, key('sample:' .. target .. ':' .. kind), kind, ARGV[i + 4], ARGV[i + 5]) then
    local old = redis.call('HGET', ledger, field)
    if not old or greater(value, old) then
      redis.call('HSET', ledger, field, value)
      changed = changed + 1
      dirty[target] = true
    end
  end
end

for target in pairs(stepped) do
  redis.call('SADD', key(dirty[target] and 'dirty' or 'stepped'), target)
end
return changed
