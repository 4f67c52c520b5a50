/** The page's style: light and dark by the reader's choice, narrow and wide, and on paper. */
export const STYLE = `
:root{--bg:#fff;--fg:#1c2430;--soft:#5b6675;--line:#d5dbe3;--panel:#f5f7fa;--accent:#2f6fb3;--second:#c2410c;--hit-rgb:47,111,179;--miss-rgb:214,94,20;--error:#b42318;--warning:#92600a;--good:#1d7a46;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--fg:#e4e9f0;--soft:#9aa6b5;--line:#333c48;--panel:#1b212a;--accent:#6aa9ea;--second:#fb923c;--hit-rgb:80,150,225;--miss-rgb:235,120,40;--error:#ff8a80;--warning:#f2c14e;--good:#6fd08c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:1.5rem 1.25rem 3rem;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .8rem;overflow-wrap:anywhere}
h2{font-size:1.35rem;margin:2.6rem 0 .7rem;padding-top:.4rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
h3{font-size:1.05rem;margin:1.8rem 0 .5rem;overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:75ch;overflow-wrap:anywhere}
.kind{color:var(--soft);margin:0;text-transform:uppercase;letter-spacing:.06em;font-size:.78rem}
nav a{margin-right:.9rem}
a{color:var(--accent)}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.4rem .8rem}
:focus-visible{outline:3px solid var(--second);outline-offset:2px}
.tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
.tile{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:.75rem 1rem;display:flex;flex-direction:column;min-width:8.5rem}
.tile .name{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}.tile .value{font-size:1.35rem;font-variant-numeric:tabular-nums}
.tile.lead .value{font-size:2.2rem;line-height:1.15;font-weight:650}.tile .interval{color:var(--soft);font-size:.88rem;font-variant-numeric:tabular-nums}
.verdict{font-size:1.1rem;font-weight:600}
.hint{color:var(--soft);font-size:.92rem}
figure{margin:1rem 0;break-inside:avoid}
figcaption{color:var(--soft);font-size:.92rem;margin:.3rem 0}
figure svg{max-width:100%;height:auto;display:block}
details.numbers{margin:.4rem 0 1rem}summary{cursor:pointer}
details.numbers summary{color:var(--accent);font-size:.92rem}
details.model>summary h2{display:inline-block;border:0;margin:1rem 0 .4rem}
.scroll{overflow-x:auto;max-width:100%}.scroll.tall{max-height:32rem;overflow-y:auto}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
.data th,.data td{padding:.28rem .7rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
.data th:first-child{text-align:left;font-weight:500}.data thead th{color:var(--soft);font-weight:600;position:sticky;top:0;background:var(--bg)}
.data td:last-child{white-space:normal}
.data button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
.none{color:var(--soft);font-style:italic}
.switch{border:0;padding:0;margin:.4rem 0}.switch legend{float:left;margin-right:.8rem;color:var(--soft)}.switch label{margin-right:1rem;white-space:nowrap}
.matrix caption{caption-side:bottom;text-align:left;color:var(--soft);padding:.4rem 0}
.matrix td{min-width:2.3rem;height:1.9rem;text-align:center;padding:0 .25rem;border:1px solid var(--bg);cursor:pointer;background:var(--panel)}
.matrix td.hit{background:rgba(var(--hit-rgb),calc(.06 + .5*var(--share)))}
.matrix td.miss{background:rgba(var(--miss-rgb),calc(.04 + .8*var(--share)))}
.matrix td:focus{outline:3px solid var(--second);outline-offset:-3px}
.matrix tbody th{text-align:right;font-weight:500;padding-right:.5rem;white-space:nowrap;max-width:14rem;overflow:hidden;text-overflow:ellipsis}
.matrix thead th{vertical-align:bottom;font-weight:500}.matrix thead th span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:9rem;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;padding:.2rem 0}
.behind{min-height:3rem;background:var(--panel);border-radius:8px;padding:.4rem .9rem;margin:.6rem 0}
.behind ol{margin:.3rem 0;padding-left:1.4rem;columns:2;font-size:.92rem}
.findings{list-style:none;padding:0}.findings li{border-left:4px solid var(--line);padding:.15rem .8rem;margin:.35rem 0;overflow-wrap:anywhere;max-width:85ch}
.findings .error{border-color:var(--error)}.findings .warning{border-color:var(--warning)}
.gates .met::marker{content:"\\2713  "}.gates .missed::marker{content:"\\2717  "}.gates .missed{color:var(--error)}
.filter input{font:inherit;padding:.25rem .5rem;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg);margin:.3rem 0 .5rem}
.picture{border:1px solid var(--line);border-radius:12px;padding:.2rem 1rem .8rem;margin:1.2rem 0;break-inside:avoid}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:.8rem}
.panels figure{margin:.2rem 0}
.panel{position:relative;background:var(--panel);border-radius:6px;overflow:hidden;line-height:0}
.panel.has-photo{background-image:var(--photo);background-size:100% 100%}
.panel img,.panel canvas{width:100%;height:auto;image-rendering:pixelated}
.panel.has-photo img,.panel.has-photo canvas{opacity:var(--masks,.7)}
.legend{font-size:.88rem;color:var(--soft);max-width:none}.key{display:inline-block;width:.85em;height:.85em;border-radius:3px;background:var(--key);margin:0 .3em 0 .8em;vertical-align:-.08em;border:1px solid var(--line)}
.named{white-space:nowrap}
.controls select{font:inherit;font-size:.92rem;max-width:100%}.counts{margin-left:.8rem;font-variant-numeric:tabular-nums;font-size:.92rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);border-radius:8px;padding:.7rem 1rem;font-size:.85rem}
footer{margin-top:3rem;color:var(--soft);font-size:.92rem}footer h2{color:var(--fg)}
@media (max-width:560px){body{padding:1rem .8rem 2rem}.tile{flex:1 1 40%}.behind ol{columns:1}figure svg{width:640px;max-width:none}}
@media print{:root{--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--panel:#f4f4f4}body{max-width:none}nav,.filter,.controls,.slider,.switch,.behind{display:none}.scroll.tall{max-height:none}.data thead th{position:static}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
