/**
 * The day of Tết by the moon, after Hồ Ngọc Đức's "Computing the Vietnamese lunar calendar" (the new moons and the sun's longitude of
 * Meeus, 1991, to a minute or two). The rule is that of the Chinese calendar at Viet Nam's meridian (UTC+7): in 1985, 2007 and 2030 the
 * two countries differ, so a library's Chinese calendar will not do. Checked against the calendars of 1968–2050.
 */

const ZONE_HOURS = 7;
const EPOCH_JULIAN_DAY = 2_440_588;
const MONTH_DAYS = 29.530588853;
const RADIANS = Math.PI / 180;

/** The civil date, `YYYY-MM-DD`, of the first day of the first lunar month of a year (1900–2199). */
export function lunarNewYear(year: number): string {
  const winter = monthOfWinterSolstice(year - 1);
  const k = Math.floor((winter - 2_415_021.076998695) / MONTH_DAYS + 0.5);
  const isLeap = monthOfWinterSolstice(year) - winter > 365;
  // The first month is the second after that of the solstice, unless a leap month came between.
  const after = isLeap && leapMonthAfter(k) <= 2 ? 3 : 2;
  return new Date((newMoonDay(k + after) - EPOCH_JULIAN_DAY) * 86_400_000).toISOString().slice(0, 10);
}

/** Julian day of the new moon that begins the eleventh month: the last at or before the winter solstice of the year. */
function monthOfWinterSolstice(year: number): number {
  const days = Date.UTC(year, 11, 31) / 86_400_000 + EPOCH_JULIAN_DAY - 2_415_021;
  const k = Math.floor(days / MONTH_DAYS);
  const day = newMoonDay(k);
  return sunSign(day) >= 9 ? newMoonDay(k - 1) : day;
}

/** Months after the eleventh until one in which the sun changes no sign. */
function leapMonthAfter(k: number): number {
  let last = -1;
  let sign = sunSign(newMoonDay(k + 1));
  let at = 1;
  do {
    last = sign;
    at += 1;
    sign = sunSign(newMoonDay(k + at));
  } while (sign !== last && at < 14);
  return at - 1;
}

/** Julian day, in the zone, of the `k`th new moon after that of 1 January 1900. */
function newMoonDay(k: number): number {
  const t = k / 1236.85;
  const t2 = t * t;
  const t3 = t2 * t;
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * sin(166.56 + 132.87 * t - 0.009173 * t2);
  const sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3;
  const moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3;
  const node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3;
  const correction =
    (0.1734 - 0.000393 * t) * sin(sun) +
    0.0021 * sin(2 * sun) -
    0.4068 * sin(moon) +
    0.0161 * sin(2 * moon) -
    0.0004 * sin(3 * moon) +
    0.0104 * sin(2 * node) -
    0.0051 * sin(sun + moon) -
    0.0074 * sin(sun - moon) +
    0.0004 * sin(2 * node + sun) -
    0.0004 * sin(2 * node - sun) -
    0.0006 * sin(2 * node + moon) +
    0.001 * sin(2 * node - moon) +
    0.0005 * sin(2 * moon + sun);
  const dynamical = -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(mean + correction - dynamical + 0.5 + ZONE_HOURS / 24);
}

/** In which twelfth of its yearly way the sun stands at midnight of a Julian day, 0 from the spring equinox. */
function sunSign(day: number): number {
  const t = (day - 2_451_545.5 - ZONE_HOURS / 24) / 36_525;
  const t2 = t * t;
  const anomaly = 357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2;
  const longitude =
    280.46645 +
    36_000.76983 * t +
    0.0003032 * t2 +
    (1.9146 - 0.004817 * t - 0.000014 * t2) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.00029 * sin(3 * anomaly);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

function sin(degrees: number): number {
  return Math.sin(degrees * RADIANS);
}
