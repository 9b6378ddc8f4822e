/* The public form. A report is written down on this device before it is sent and taken away when it was received: a lost connection or
   a closed page repeats it under the same id, and the centre takes it once. */
const KEY = 'metropane-report';
const RETRY_MS = 15_000;
const form = document.getElementById('form');
const said = form.dataset;
const status = document.getElementById('status');
const button = document.getElementById('send');
let loc = null;
let timer = null;

function field(name) {
  return form.elements.namedItem(name).value.trim();
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function waitingReport() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    // A device without storage still sends; it only cannot repeat after a reload.
    return null;
  }
}

function keep(report) {
  try {
    if (report === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(report));
  } catch {
    // As above.
  }
}

document.getElementById('locate').addEventListener('click', () => {
  const place = document.getElementById('place');
  const failed = () => (place.textContent = said.notlocated);
  if (navigator.geolocation === undefined) return failed();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      loc = [Number(coords.longitude.toFixed(5)), Number(coords.latitude.toFixed(5))];
      place.textContent = said.located;
    },
    failed,
    { enableHighAccuracy: true, timeout: 15_000 },
  );
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const contact = { name: field('name'), phone: field('phone') };
  const hasContact = contact.name !== '' || contact.phone !== '';
  const consent = form.elements.namedItem('consent').checked;
  if (field('category') === '') return form.elements.namedItem('category').focus();
  if (loc === null && field('ward') === '') return show(said.needplace);
  if (hasContact && !consent) return show(said.needconsent);
  const report = {
    id: newId(),
    t: new Date().toISOString(),
    category: field('category'),
    description: field('description'),
    ward: field('ward'),
    ...(loc === null ? {} : { loc }),
    ...(hasContact ? { contact, consent } : {}),
    website: field('website'),
    language: said.lang,
  };
  keep(report);
  void send(report);
});

async function send(report) {
  clearTimeout(timer);
  button.disabled = true;
  show(said.sending);
  try {
    const response = await fetch('/api/v1/public/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
    const answer = await response.json();
    if (response.ok) return done(`${said.sent} ${answer.tracking}`);
    if (response.status === 429 || response.status >= 500)
      return again(report, `${said.refused} ${answer.detail}`);
    done(`${said.refused} ${answer.detail}`, false);
  } catch {
    again(report, said.waiting);
  }
}

function again(report, text) {
  show(text);
  timer = setTimeout(() => void send(report), RETRY_MS);
}

function done(text, isTaken = true) {
  keep(null);
  button.disabled = false;
  if (isTaken) {
    form.reset();
    loc = null;
    document.getElementById('place').textContent = '';
  }
  show(text);
}

function show(text) {
  status.textContent = text;
}

window.addEventListener('online', () => {
  const report = waitingReport();
  if (report !== null) void send(report);
});
const left = waitingReport();
if (left !== null) void send(left);
