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

const MOST_PHOTOS = 3;
const MOST_BYTES = 10 * 1024 * 1024;

function chosenPhotos() {
  return [...form.elements.namedItem('photos').files];
}

/* Only when the person ticked it, and only on this device: the picture itself loses its position at the centre. */
async function takePlaceOfPhoto() {
  const [photo] = chosenPhotos();
  const isWanted = form.elements.namedItem('photo-place').checked;
  if (!isWanted || photo === undefined) return;
  const found = globalThis.positionInPhoto(await photo.arrayBuffer());
  if (found !== null) loc = found;
  document.getElementById('place').textContent = found === null ? said.photonoplace : said.located;
}
for (const id of ['photos', 'photo-place'])
  document.getElementById(id).addEventListener('change', () => void takePlaceOfPhoto());

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const contact = { name: field('name'), phone: field('phone') };
  const hasContact = contact.name !== '' || contact.phone !== '';
  const consent = form.elements.namedItem('consent').checked;
  if (field('category') === '') return form.elements.namedItem('category').focus();
  if (loc === null && field('ward') === '') return show(said.needplace);
  if (hasContact && !consent) return show(said.needconsent);
  const photos = chosenPhotos();
  if (photos.length > MOST_PHOTOS || photos.some(({ size }) => size > MOST_BYTES))
    return show(said.toomanyphotos);
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
  void send(report, photos);
});

/* Pictures are too large to be written down here: after a reload the report is sent, the pictures are not, and its page is a new one. */
async function send(report, photos = []) {
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
    if (response.ok) return photosAfter(report, photos, `${said.sent} ${answer.tracking}`);
    if (response.status === 429 || response.status >= 500)
      return again(() => send(report, photos), `${said.refused} ${answer.detail}`);
    done(`${said.refused} ${answer.detail}`, false);
  } catch {
    again(() => send(report, photos), said.waiting);
  }
}

/* The report is safe at the centre by now. Sent again, a picture is the same picture. */
async function photosAfter(report, photos, text) {
  keep(null);
  if (photos.length === 0) return done(text);
  show(said.sendingphotos);
  try {
    for (const [i, photo] of photos.entries()) {
      const response = await fetch(`/api/v1/public/reports/${report.id}/photos`, {
        method: 'POST',
        headers: { 'content-type': photo.type },
        body: photo,
      });
      if (response.ok) continue;
      const { detail } = await response.json();
      if (response.status !== 429 && response.status < 500)
        return done(`${text}. ${said.photosfailed} ${photo.name}: ${detail}`);
      return again(() => photosAfter(report, photos.slice(i), text), `${said.photosfailed} ${detail}`);
    }
    done(text);
  } catch {
    again(() => photosAfter(report, photos, text), said.photoswaiting);
  }
}

function again(run, text) {
  show(text);
  timer = setTimeout(() => void run(), RETRY_MS);
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
