import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { PAGE_HEADERS, escapeHtml, renderPage } from './page.js';

/** What is shown instead of a page that cannot be. */
export function failurePage(reason: string): string {
  return renderPage(
    '无法登录 · The login cannot go on',
    `<h1>无法登录 <small lang="en">The login cannot go on</small></h1>
<p class="bad" role="alert" lang="en">${escapeHtml(reason)}</p>
<p>请重新开始登录，例如运行 <code>npm run quyu -- login</code>。<br><span lang="en">Begin the login anew, for example with <code>npm run quyu -- login</code>.</span></p>`,
  );
}

/** Tells a person why a request of their browser was refused. */
export function renderFailure(ctx: KoaContextWithOIDC, { error, error_description }: ErrorOut): void {
  ctx.set({ ...PAGE_HEADERS });
  ctx.body = failurePage(error_description === undefined ? error : `${error}: ${error_description}`);
}
