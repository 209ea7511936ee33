-- An operator's word on hosts: how long to wait between two requests, or which turn they get.
-- ARGV: now or '', open-lease limit, 'delay' or 'rank', its value ('' lifts it), then the hosts.
local clock = now()
local open_limit, field, value = tonumber(ARGV[2]), ARGV[3], ARGV[4]

for i = 5, #ARGV do
  local host = load_host(ARGV[i])
  redis.call('ZREM', ready_of(host), host.name)
  if field == 'rank' then
    host.rank = value
  elseif value ~= '' and host.streak == 0 then
    host.next = math.min(host.next, clock + tonumber(value)) -- a shorter wait begins now
  end
  store_host(host, open_limit)
  if value == '' then
    redis.call('HDEL', key('host:' .. host.name), field)
  else
    redis.call('HSET', key('host:' .. host.name), field, value)
  end
end
finish()
