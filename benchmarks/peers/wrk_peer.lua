-- Copyright (c) 2026 The boxlink authors
-- Distributed under the Boost Software License, Version 1.0. See LICENSE.

-- The requests of the other drivers, sent by wrk; wrk_peer.sh runs this.
-- usage: wrk … -s wrk_peer.lua URL -- COUNT WARMUP CONNECTIONS
-- What is measured begins when the requests of the warm-up are sent, and ends when the last one is.
local ffi = require("ffi")
ffi.cdef [[
    struct timeval { long tv_sec; long tv_usec; };
    struct rusage { struct timeval ru_utime, ru_stime; long ru_maxrss; long others[13]; };
    int getrusage(int who, struct rusage* usage);
    int gettimeofday(struct timeval* now, void* zone);
    int getpid(void);
    int kill(int pid, int signal);
]]
local sigint = 2

local function seconds(time)
    return tonumber(time.tv_sec) + tonumber(time.tv_usec) / 1e6
end

-- Seconds of the clock, in the process and in the system, and the largest memory in KiB
local function figures_now()
    local now = ffi.new("struct timeval")
    local usage = ffi.new("struct rusage")
    ffi.C.gettimeofday(now, nil)
    ffi.C.getrusage(0, usage)
    return seconds(now), seconds(usage.ru_utime), seconds(usage.ru_stime), tonumber(usage.ru_maxrss)
end

local only_thread
function setup(thread)
    only_thread = thread
end

-- What is no local is what done() reads: it runs in a state of its own.
local left_to_warm, left_to_measure, id
local target_begin = "PUT /2.0/files/"
local target_end
function init(args)
    count = tonumber(args[1])
    connections = tonumber(args[3])
    left_to_measure = count
    left_to_warm = tonumber(args[2])
    id = 1000000
    local body = '{"shared_link":{"access":"company"}}'
    target_end = "?fields=shared_link HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port ..
        "\r\nUser-Agent: wrk-peer/1.0\r\nAccept: application/json" ..
        "\r\nAuthorization: Bearer T0ken0fTheBenchmarks0123456789" ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

-- Called for every request, and once before the first.
function request()
    if left_to_warm >= 0 then
        if left_to_warm == 0 then
            wall, user, system = figures_now()
        end
        left_to_warm = left_to_warm - 1
    else
        left_to_measure = left_to_measure - 1
        if left_to_measure == 0 then
            wall_end, user_end, system_end, memory = figures_now()
            -- wrk ends by the clock alone, or when it is interrupted.
            ffi.C.kill(ffi.C.getpid(), sigint)
        end
    end
    id = id + 1
    return target_begin .. id .. target_end
end

function done(summary, latency)
    local ended = only_thread:get("wall_end")
    if not ended then
        io.stderr:write("wrk_peer: the server answers too slowly, or not at all\n")
        os.exit(1)
    end
    local took = ended - only_thread:get("wall")
    local count, connections = only_thread:get("count"), only_thread:get("connections")
    local failed = summary.errors
    io.write(string.format(
        '{"peer":"wrk","n":%d,"c":%d,"wall_s":%.6f,"rps":%.1f,"cpu_user_s":%.6f,"cpu_sys_s":%.6f,' ..
        '"p50_ms":%.3f,"p99_ms":%.3f,"max_rss_kb":%d,"connections":%d,"errors":%d}\n',
        count, connections, took, count / took,
        only_thread:get("user_end") - only_thread:get("user"),
        only_thread:get("system_end") - only_thread:get("system"),
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, only_thread:get("memory"),
        connections, failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
