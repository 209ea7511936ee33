-- Dead letters wait again, with all their attempts but one: the ledger keeps what opens only from a second attempt on,
-- and must learn that this one does. ARGV: now or '', open-lease limit, most a call. Returns how many.
local clock = now()
local open_limit = tonumber(ARGV[2])
local retried = 0
for _ = 1, tonumber(ARGV[3]) do
  local packed = redis.call('LPOP', key('dead'))
  if not packed then
    break
  end
  local target, _, band, name, rest = unpack(cmsgpack.unpack(packed))
  local host = load_host(name)
  host.streak = 0 -- the operator believes in it
  enqueue(host, band, format(target, 1, rest))
  store_host(host, open_limit)
  count(target, 'failed', -1)
  count(target, 'dead', -1)
  count(target, 'waiting', 1)
  touch(target, clock)
  retried = retried + 1
end
finish()
return retried
