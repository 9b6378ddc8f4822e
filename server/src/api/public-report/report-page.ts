import { REPORT_CATEGORIES } from '@metropane/city';
import { REPORT_WORDS, type ReportLanguage } from './report-words.ts';

export interface Ward {
  code: string;
  name: string;
  centroid: readonly [number, number];
}

/** What people see of a city; matters of an office or of our own machines are none of theirs. */
const NOT_PUBLIC: ReadonlySet<string> = new Set(['cyber', 'system-fault', 'administration', 'crowd']);
export const PUBLIC_CATEGORIES = REPORT_CATEGORIES.filter(({ code }) => !NOT_PUBLIC.has(code));

/** The whole page, without anything from elsewhere. Its script and style are files of ours. */
export function reportPage(language: ReportLanguage, wards: readonly Ward[]): string {
  const words = REPORT_WORDS[language];
  const option = (value: string, text: string): string =>
    `<option value="${escaped(value)}">${escaped(text)}</option>`;
  const said = Object.entries(words)
    .map(([name, text]) => ` data-${name.toLowerCase()}="${escaped(text)}"`)
    .join('');
  const other = language === 'vi' ? '?lang=en' : '?lang=vi';
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(words.title)}</title>
<link rel="stylesheet" href="/report/report.css">
<script src="/report/photo-position.js" defer></script>
<script src="/report/report.js" defer></script>
</head>
<body>
<main>
<p class="other"><a href="/report${other}">${escaped(words.other)}</a></p>
<h1>${escaped(words.title)}</h1>
<p class="urgent" role="note">${escaped(words.urgent)}</p>
<noscript><p class="urgent">${escaped(words.noScript)}</p></noscript>
<form id="form"${said} novalidate>
<label for="category">${escaped(words.category)}</label>
<select id="category" name="category" required>${option('', words.choose)}${PUBLIC_CATEGORIES.map(({ code, name }) => option(code, name[language])).join('')}</select>
<label for="description">${escaped(words.description)}</label>
<textarea id="description" name="description" rows="4" maxlength="2000"></textarea>
<label for="ward">${escaped(words.ward)}</label>
<select id="ward" name="ward">${option('', words.choose)}${wards.map(({ code, name }) => option(code, name)).join('')}</select>
<button type="button" id="locate">${escaped(words.locate)}</button>
<p id="place" role="status"></p>
${photoFields(language)}
${contactFields(language)}
<div class="field-w" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button type="submit" id="send">${escaped(words.send)}</button>
</form>
<p id="status" role="status" aria-live="polite"></p>
</main>
</body>
</html>
`;
}

function photoFields(language: ReportLanguage): string {
  const words = REPORT_WORDS[language];
  return `<label for="photos">${escaped(words.photos)}</label>
<input id="photos" name="photos" type="file" accept="image/jpeg,image/png,image/webp" multiple>
<p class="hint">${escaped(words.photosHint)}</p>
<label class="check"><input type="checkbox" id="photo-place" name="photo-place"> <span>${escaped(words.photoPlace)}</span></label>`;
}

function contactFields(language: ReportLanguage): string {
  const words = REPORT_WORDS[language];
  return `<fieldset>
<legend>${escaped(words.contact)}</legend>
<label for="name">${escaped(words.name)}</label>
<input id="name" name="name" maxlength="100" autocomplete="name">
<label for="phone">${escaped(words.phone)}</label>
<input id="phone" name="phone" type="tel" maxlength="30" autocomplete="tel">
<label class="check"><input type="checkbox" id="consent" name="consent"> <span>${escaped(words.consent)}</span></label>
</fieldset>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
