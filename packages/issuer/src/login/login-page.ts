import { type Bilingual, type Person, roleOf } from '../people/person.js';
import { escapeHtml, renderPage } from './page.js';

/** What the login page shows besides the people. */
export interface LoginPage {
  readonly people: readonly Person[];
  /** Which program asks. */
  readonly client: string;
  /** Who is chosen to begin with: an id. */
  readonly chosen?: string | undefined;
  /** What went wrong with the last try. */
  readonly fault?: Bilingual | undefined;
}

/** The login page: who, and the password. It works without scripts, by keyboard, and when read aloud. */
export function renderLogin(page: LoginPage): string {
  const content = `<h1>登录渠域 <small lang="en">Log in to Quyu</small></h1>
<p class="soft">由 <code>${escapeHtml(page.client)}</code> 请求登录本机的试用平台。<br><span lang="en"><code>${escapeHtml(page.client)}</code> asks you to log in to the trial platform on this machine.</span></p>
${page.fault ? faultBox(page.fault) : ''}
<form method="post">
<fieldset>
<legend>选择人员 <span lang="en">Choose a person</span></legend>
<ul class="people">
${page.people.map((person) => choiceOf(person, page.chosen)).join('\n')}
</ul>
</fieldset>
<fieldset>
<label class="label" for="password">密码 <span lang="en">Password</span></label>
<div class="enter">
<input id="password" type="password" name="password" required maxlength="200" autocomplete="current-password" aria-describedby="where">
<button type="submit">登录 <span lang="en">Log in</span></button>
<button class="quiet" type="submit" name="cancel" value="yes" formnovalidate>取消 <span lang="en">Cancel</span></button>
</div>
<p id="where"><small>所有示例人员使用同一密码，由 <code>npm start</code> 显示。<br><span lang="en">All sample people share one password; <code>npm start</code> shows it.</span></small></p>
</fieldset>
</form>`;
  return renderPage('登录渠域 · Log in to Quyu', content);
}

function choiceOf(person: Person, chosen: string | undefined): string {
  const { id, name, role, scope } = person;
  const isChosen = id === chosen || roleOf(person) === chosen;
  return `<li><label><input type="radio" name="person" value="${escapeHtml(id)}" required${isChosen ? ' checked' : ''}>
<span class="name">${bilingual(name)}</span>
<span>${bilingual(role)}</span>
<small>${bilingual(scope)}</small></label></li>`;
}

function bilingual({ zh, en }: Bilingual): string {
  return `${escapeHtml(zh)} <span lang="en">${escapeHtml(en)}</span>`;
}

function faultBox({ zh, en }: Bilingual): string {
  return `<p class="bad" role="alert">${escapeHtml(zh)}<br><span lang="en">${escapeHtml(en)}</span></p>`;
}
