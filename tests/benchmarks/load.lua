-- What wrk asks: the requests of a file, in turn, each after a pause of some length (so that the rate is what was asked for,
-- as far as the answers allow), and the figures of the run as one line of JSON.
-- Arguments after "--": the file with one body or one path a line, the method, the mean pause in milliseconds, an entity tag.

local requests, next_one, pause = {}, 0, 0

function init(args)
  local method, tag = args[2], args[4]
  pause = tonumber(args[3])
  math.randomseed(tonumber(tostring({}):sub(8)) or 1)
  local headers = { ["X-Forwarded-Proto"] = "https", ["Content-Type"] = "application/json" }
  if tag then headers["If-None-Match"] = tag end
  for line in io.lines(args[1]) do
    if method == "POST" then
      local path, body = line:match("^(%S+) (.*)$")
      requests[#requests + 1] = wrk.format("POST", path, headers, body)
    else
      requests[#requests + 1] = wrk.format("GET", line, headers)
    end
  end
  next_one = math.random(#requests)
end

function delay()
  if pause == 0 then return 0 end
  return math.floor(-pause * math.log(1 - math.random()) + 0.5)
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.3f,"p50":%.1f,"p95":%.1f,"p99":%.1f,"most":%.1f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
