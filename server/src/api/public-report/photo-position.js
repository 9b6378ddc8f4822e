/* Where a photograph was taken, read on this device and only when the person asked for it: the centre gets pictures without it. Reads the
   GPS directory of EXIF in a JPEG; anything else, or anything odd, is null. */
globalThis.positionInPhoto = function positionInPhoto(buffer) {
  const view = new DataView(buffer);
  try {
    const tiff = exifStart(view);
    return tiff === null ? null : gpsOf(view, tiff);
  } catch (error) {
    // A directory that points behind the end of the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const GPS_DIRECTORY = 0x8825;
const [LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE] = [1, 2, 3, 4];

function exifStart(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if (marker === 0xffda || (marker & 0xff00) !== 0xff00) return null;
  }
  return null;
}

function gpsOf(view, tiff) {
  const isLittle = view.getUint16(tiff) === 0x4949;
  const read = (at) => view.getUint32(tiff + at, isLittle);
  const gps = entryOf(GPS_DIRECTORY, read(4));
  if (gps === null) return null;
  const directory = read(gps + 8);
  const latitude = angleOf(entryOf(LATITUDE, directory), entryOf(LATITUDE_REF, directory), 'S');
  const longitude = angleOf(entryOf(LONGITUDE, directory), entryOf(LONGITUDE_REF, directory), 'W');
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isPlace ? [Number(longitude.toFixed(5)), Number(latitude.toFixed(5))] : null;

  function entryOf(tag, start) {
    const count = view.getUint16(tiff + start, isLittle);
    for (let i = 0; i < count; i++) {
      const at = start + 2 + 12 * i;
      if (view.getUint16(tiff + at, isLittle) === tag) return at;
    }
    return null;
  }

  /** Degrees, minutes and seconds, each a fraction; NaN where something is missing, which is no place. */
  function angleOf(entry, reference, negative) {
    if (entry === null || reference === null) return Number.NaN;
    const start = read(entry + 8);
    const part = (i) => read(start + 8 * i) / read(start + 8 * i + 4);
    const degrees = part(0) + part(1) / 60 + part(2) / 3_600;
    const isNegative = String.fromCharCode(view.getUint8(tiff + reference + 8)) === negative;
    return isNegative ? -degrees : degrees;
  }
}
