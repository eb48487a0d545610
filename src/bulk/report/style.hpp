// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string_view>

namespace boxlink::bulk {

/// How a report looks: on a wide page, on a telephone, in print; in light and in dark. Without the characters that markup escapes.
inline constexpr std::string_view report_style = R"(
:root {
  color-scheme: light dark;
  --page: #fcfcfa; --ink: #1b1e22; --soft: #565d66; --rule: #d8dbe0; --faint: #f1f2f0;
  --done: #2b6ca3; --failed: #c0392b; --unknown: #7d55a8; --limited: #a8660a; --pause: #f0dfb4; --rest: #c9ced5; --neutral: #6d7680;
  --good: #1f6b3a; --bad: #a82a1e; --warn: #8a5200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181b; --ink: #e7e9eb; --soft: #a3abb4; --rule: #343a41; --faint: #1e2226;
    --done: #5b9fd4; --failed: #ee7768; --unknown: #b796dd; --limited: #e0a548; --pause: #54461f; --rest: #444b53; --neutral: #8d97a1;
    --good: #6fc48d; --bad: #f28b7e; --warn: #e3b05c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
main { max-width: 58rem; margin: 0 auto; padding: 3rem 1.5rem 2rem; }
header { margin-bottom: 2.25rem; }
.kind { margin: 0 0 .4rem; color: var(--soft); font-size: .875rem; }
.state { font-weight: 600; }
.state.good { color: var(--good); } .state.warn { color: var(--warn); } .state.bad { color: var(--bad); }
h1 { margin: 0 0 .5rem; font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
.lead { margin: 0; font-size: 1.125rem; color: var(--ink); max-width: 42rem; }
.error { margin: 1rem 0 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--bad); max-width: 48rem; }
section { margin: 0 0 3rem; }
h2 { margin: 0 0 .9rem; padding-top: .7rem; border-top: 1px solid var(--ink); font-size: 1.0625rem; line-height: 1.3; font-weight: 650; }
p { margin: 0 0 .75rem; }
.note, caption { color: var(--soft); font-size: .875rem; }
caption { text-align: left; padding: 0 0 .5rem; caption-side: top; }
.totals { display: grid; grid-template-columns: repeat(4, 1fr) 1.35fr 1fr; gap: 1.1rem 1.25rem; margin: 0 0 1.4rem; }
.totals dt { color: var(--soft); font-size: .875rem; }
.totals dd { margin: 0; font-size: 1.375rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; overflow-wrap: normal; white-space: nowrap; }
.totals small { display: block; white-space: normal; font-size: .8125rem; line-height: 1.35; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.bar { display: block; border-radius: 3px; margin-bottom: .6rem; }
.legend { list-style: none; margin: 0 0 .9rem; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; color: var(--soft); font-size: .875rem; }
.swatch { vertical-align: -1px; }
.plot { padding-left: 3.25rem; margin: 0 0 1.1rem; }
.chart { display: block; overflow: visible; }
.chart text { font-size: 12px; fill: var(--soft); }
.chart .panel { fill: var(--ink); font-weight: 600; font-size: 13px; }
.chart .quantile { fill: var(--ink); paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
.done { fill: var(--done); } .failed { fill: var(--failed); } .unknown { fill: var(--unknown); } .limited { fill: var(--limited); }
.pause { fill: var(--pause); } .rest { fill: var(--rest); } .neutral { fill: var(--neutral); }
.grid { stroke: var(--rule); } .axis { stroke: var(--soft); } .mark { stroke: var(--ink); stroke-dasharray: 2 2; }
table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; font-size: .9375rem; }
th, td { padding: .45rem .9rem .45rem 0; text-align: left; vertical-align: baseline; font-weight: 400; border-bottom: 1px solid var(--rule); }
th, td { overflow-wrap: normal; }
.users th, .pairs th, .pairs td, .more td { overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .8125rem; }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
th:last-child, td:last-child { padding-right: 0; }
.failures th[scope=rowgroup] { font-weight: 650; }
.failures .head th, .failures .head td { border-bottom: 0; padding-bottom: 0; padding-top: .9rem; }
.failures .more td { padding-top: .15rem; padding-bottom: .9rem; }
.advice { max-width: 44rem; margin: 0 0 .5rem; }
.examples { list-style: none; margin: 0; padding: 0 0 0 .9rem; border-left: 2px solid var(--rule); font-size: .875rem; }
.examples li { margin: 0 0 .5rem; }
.examples li:last-child { margin-bottom: 0; }
.where { color: var(--soft); }
.ids { display: block; color: var(--soft); font-size: .8125rem; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Consolas, monospace; font-size: .875em; }
th code { font-weight: 400; color: var(--soft); }
pre { margin: .2rem 0 1rem; padding: .6rem .8rem; background: var(--faint); border: 1px solid var(--rule); border-radius: 4px; white-space: pre-wrap; }
.pairs th { color: var(--soft); width: 38%; }
.columns .pairs th { width: 55%; }
.users th:first-child { min-width: 5.5rem; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }
footer { color: var(--soft); font-size: .8125rem; border-top: 1px solid var(--rule); padding-top: .8rem; }
@media (max-width: 46rem) {
  main { padding: 1.5rem 1rem; }
  h1 { font-size: 1.5rem; }
  .totals { grid-template-columns: repeat(2, 1fr); }
  .columns { grid-template-columns: 1fr; }
  .plot { padding-left: 2.5rem; }
  th, td { padding-right: .5rem; }
  .users, .users thead th { font-size: .75rem; }
  .users th:first-child { min-width: 4.5rem; }
}
@media print {
  :root {
    --page: #fff; --ink: #000; --soft: #444; --rule: #bbb; --faint: #fff;
    --done: #2b6ca3; --failed: #c0392b; --unknown: #7d55a8; --limited: #a8660a; --pause: #f0dfb4; --rest: #c9ced5; --neutral: #6d7680;
    --good: #1f6b3a; --bad: #a82a1e; --warn: #8a5200;
  }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  section { margin-bottom: 1.5rem; }
  h2, caption { break-after: avoid; }
  .chart, .totals, tr, li, pre { break-inside: avoid; }
}
)";

} // namespace boxlink::bulk
