/** One self-contained page of small plots: nothing is loaded from anywhere. */
import { cityDomain, citySystem, metricSuffix } from '@metropane/city';
import type { MetricSeries, Span } from './day-series.ts';

export interface PageFacts {
  readonly city: { readonly vi: string; readonly en: string };
  readonly seed: string;
  readonly zone: string;
  readonly span: Span;
}

const WIDTH = 360;
const HEIGHT = 130;
const EDGE = { left: 46, right: 8, top: 8, bottom: 20 } as const;
const HOUR_MS = 3_600_000;
/** Shades of single entities: enough to follow one, quiet enough for the mean on top. */
const LINE_COLOUR = '#7b93a7';
/** So few lines need no thinning. */
const FEW_LINES = 8;
const MEAN_COLOUR = '#b3261e';

/** The page, as UTF-8 text. */
export function dayPage(series: readonly MetricSeries[], facts: PageFacts): string {
  const { city, seed, span } = facts;
  const title = `${city.vi} mô phỏng · ${city.en} simulated`;
  const outside = series.reduce((sum, one) => sum + one.outside, 0);
  const readings = series.reduce((sum, one) => sum + one.readings, 0);
  const told = `${stamp(span.fromMs, facts.zone)} – ${stamp(span.toMs, facts.zone)} (${facts.zone}) · seed ${seed} · ${span.stepMs / 60_000} min · n = ${readings} · ngoài khoảng / outside range: ${outside}`;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${escape(title)}</title><style>
body{font:14px/1.35 system-ui,sans-serif;margin:24px;color:#1b2329;background:#fff}
h1{font-size:20px;margin:0 0 4px}p{margin:0 0 16px;color:#51606b}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(${WIDTH}px,1fr));gap:18px}
figure{margin:0}figcaption b{display:block}figcaption span{color:#51606b;font-size:12px;font-variant-numeric:tabular-nums}
svg{display:block;width:100%;height:auto}.warn{color:#b3261e;font-weight:600}
</style></head><body><h1>${escape(title)}</h1><p>${escape(told)}<br>Đường xám: từng trạm hay từng trạng thái; đường đỏ: trung bình. Grey: each entity or state; red: their mean. Sums are per step.</p><main>
${series.map((one) => figure(one, facts)).join('\n')}
</main></body></html>
`;
}

function figure(one: MetricSeries, facts: PageFacts): string {
  const domain = (cityDomain(one.domain) ?? citySystem(one.domain))?.name ?? {
    vi: one.domain,
    en: one.domain,
  };
  const range = one.range === undefined ? '' : ` · range ${one.range[0]} … ${one.range[1]}`;
  const quantity = metricSuffix(one.metric)?.quantity;
  const name = `${domain.vi}${quantity === undefined ? '' : `: ${quantity.vi}`} · ${domain.en}${quantity === undefined ? '' : `: ${quantity.en}`} (${one.metric})`;
  const extremes = one.extremes === undefined ? '–' : `${shown(one.extremes[0])} … ${shown(one.extremes[1])}`;
  const drawn =
    one.lines.length === one.entities ? String(one.entities) : `${one.lines.length}/${one.entities}`;
  const warn =
    one.outside === 0 ? '' : ` <span class="warn">ngoài khoảng / outside range: ${one.outside}</span>`;
  return `<figure><figcaption><b>${escape(name)}</b><span>${escape(`${one.system} [${one.unit}] · ${drawn} × · n = ${one.readings} · min … max ${extremes}${range}`)}${warn}</span></figcaption>${plot(one, facts)}</figure>`;
}

function plot({ lines, hasMean, extremes }: MetricSeries, { span, zone }: PageFacts): string {
  const [least, most] = extremes ?? [0, 1];
  // A metric that cannot be negative is shown from zero when it comes near it.
  const lo = least >= 0 && least < most / 2 ? 0 : least;
  const hi = most > lo ? most : lo + 1;
  const steps = lines[0]?.values.length ?? 1;
  const x = (step: number): number => EDGE.left + ((step + 1) / steps) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value: number): number =>
    HEIGHT - EDGE.bottom - ((value - lo) / (hi - lo)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const grid = [lo, (lo + hi) / 2, hi]
    .map(
      (value) =>
        `<line x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}" stroke="#dfe5ea"/><text x="${EDGE.left - 4}" y="${fixed(y(value) + 3)}" text-anchor="end">${shown(value)}</text>`,
    )
    .join('');
  const entities = lines
    .map((line) => path(line.values, { x, y }))
    .map(
      (d) =>
        `<path d="${d}" fill="none" stroke="${LINE_COLOUR}" ${lines.length > FEW_LINES ? 'stroke-width=".7" opacity=".55"' : 'stroke-width="1.1"'}/>`,
    )
    .join('');
  const mean = !hasMean ? [] : Array.from({ length: steps }, (_, step) => meanAt(lines, step));
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="9" fill="#51606b" role="img">${grid}${hours(span, { x, zone })}${entities}<path d="${path(mean, { x, y })}" fill="none" stroke="${MEAN_COLOUR}" stroke-width="1.6"/></svg>`;
}

function hours(
  { fromMs, toMs, stepMs }: Span,
  { x, zone }: { readonly x: (step: number) => number; readonly zone: string },
): string {
  const apartMs = Math.max(HOUR_MS, Math.ceil((toMs - fromMs) / 8 / HOUR_MS) * HOUR_MS);
  const ticks: string[] = [];
  for (let tMs = fromMs; tMs <= toMs; tMs += apartMs)
    ticks.push(
      `<text x="${fixed(x((tMs - fromMs) / stepMs - 1))}" y="${HEIGHT - 7}" text-anchor="middle">${stamp(tMs, zone).slice(11)}</text>`,
    );
  return ticks.join('');
}

function meanAt(lines: MetricSeries['lines'], step: number): number | null {
  let [sum, n] = [0, 0];
  for (const { values } of lines) {
    const value = values[step] ?? null;
    if (value === null) continue;
    sum += value;
    n += 1;
  }
  return n === 0 ? null : sum / n;
}

/** A line with gaps where there is no value. */
function path(
  values: readonly (number | null)[],
  { x, y }: { readonly x: (step: number) => number; readonly y: (value: number) => number },
): string {
  let isDown = false;
  return values
    .map((value, step) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const command = isDown ? 'L' : 'M';
      isDown = true;
      return `${command}${fixed(x(step))} ${fixed(y(value))}`;
    })
    .join('');
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `2026-11-23 06:00` in the zone. */
function stamp(tMs: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(tMs).toZonedDateTimeISO(zone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
