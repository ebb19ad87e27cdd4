/** The look of the pages: colours with a contrast of at least 4.5:1 in light and dark, and a focus that can be seen. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f3f5f4;--card:#fff;--ink:#17211d;--soft:#53605b;--line:#d5dcd8;--accent:#0b6b4f;--on-accent:#fff;--chosen:#e6f3ee;--bad:#a3200d;--bad-ground:#fdecea}
@media (prefers-color-scheme:dark){:root{--ground:#101614;--card:#18201d;--ink:#e8efec;--soft:#a5b2ad;--line:#33403b;--accent:#5fd0a8;--on-accent:#06281d;--chosen:#1d332b;--bad:#ffb4a6;--bad-ground:#3a1712}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{margin:0;font-size:1.6rem;line-height:1.25}
h1 small{display:block;margin-top:.15rem;color:var(--soft);font-size:1rem;font-weight:400}
p{margin:.75rem 0}
.soft,small{color:var(--soft)}
.bad{padding:.75rem 1rem;border-left:4px solid var(--bad);border-radius:4px;background:var(--bad-ground);color:var(--bad)}
fieldset{margin:1.5rem 0 0;padding:0;border:0}
legend,.label{display:block;margin:0 0 .5rem;padding:0;font-weight:600}
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:.6rem;margin:0;padding:0;list-style:none}
.people label{display:grid;align-content:start;grid-template-columns:auto 1fr;gap:0 .75rem;height:100%;padding:.7rem .9rem;border:1px solid var(--line);border-radius:10px;background:var(--card);cursor:pointer}
.people label:hover{border-color:var(--accent)}
.people input{grid-row:span 3;width:1.1rem;height:1.1rem;margin:.25rem 0 0;accent-color:var(--accent)}
.people label:has(:checked){border-color:var(--accent);background:var(--chosen)}
.people label:has(:focus-visible),input[type=password]:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.name{font-weight:600}
.people small{font-size:.875rem}
.enter{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
input[type=password]{flex:1 1 14rem;min-width:0;padding:.65rem .8rem;border:1px solid var(--soft);border-radius:8px;background:var(--card);color:inherit;font:inherit}
button{padding:.65rem 1.4rem;border:1px solid var(--accent);border-radius:8px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
button.quiet{border-color:var(--line);background:none;color:inherit;font-weight:400}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
`;
