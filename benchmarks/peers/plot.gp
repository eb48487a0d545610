# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.

# Requests a second and p99 against connections, a row for each server.
# Needs: folder (of SERVER.dat, see figures.cpp), servers (their names), output
set terminal svg size 1100, 420 * words(servers) font "sans-serif,13" background "white"
set output output
set multiplot layout words(servers), 2 margins 0.07, 0.81, 0.09, 0.93 spacing 0.08, 0.14
set logscale xy
set xtics (1, 4, 16, 64, 256, 1024)
set xlabel "connections"
set grid xtics ytics lc rgb "#dddddd"
set style data linespoints
do for [server in servers] {
    data = folder . "/" . server . ".dat"
    stats data using 1:2 nooutput
    # The blank lines at the end begin a block, too.
    clients = STATS_blocks - 1
    set title server . ": requests a second (more is better)"
    unset key
    set format y "%.0s %c"
    plot for [i = 0:clients - 1] data index i using 1:2 lw 2 pt 7 ps 0.6 title columnheader(1)
    set title server . ": p99 in ms (less is better)"
    set key outside right top
    set format y "%g"
    plot for [i = 0:clients - 1] data index i using 1:3 lw 2 pt 7 ps 0.6 title columnheader(1)
}
unset multiplot
