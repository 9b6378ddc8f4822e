/**
 * Class of a flooded street: Ministry of Construction, 338/BXD-KTQH (as reported by Tuổi Trẻ, 2018-05-25). Below 10 cm the
 * ministry speaks of ponding, not of a flood; citizens called that dishonest, so screens show the depth beside the class.
 *   light   10–15 cm, not gone 30 minutes after the rain stopped, up to 2,000 m²
 *   medium  15–30 cm, 30–120 minutes, 2,000–4,000 m²
 *   heavy   ≥ 30 cm and > 120 minutes and > 4,000 m²; one of the three smaller makes it medium
 *   One of the three larger than light makes it medium.
 */
export type FloodClass = 'none' | 'ponding' | 'light' | 'medium' | 'heavy';

export interface FloodExtent {
  /** Greatest depth on the carriageway. */
  depthCm: number;
  /** How long water has stood, counted from the end of the rain. Absent: not known yet. */
  durationMin?: number;
  /** Absent: not measured. */
  areaM2?: number;
}

export const FLOOD_CLASS_NAMES: Readonly<Record<FloodClass, { vi: string; en: string }>> = {
  none: { vi: 'Không ngập', en: 'Dry' },
  ponding: { vi: 'Tụ nước', en: 'Ponding' },
  light: { vi: 'Ngập nhẹ', en: 'Light flood' },
  medium: { vi: 'Ngập trung bình', en: 'Medium flood' },
  heavy: { vi: 'Ngập nặng', en: 'Heavy flood' },
};

/**
 * The class of what is known. A measure that is not known decides nothing by itself, but `heavy` needs all three: with one
 * unknown the class stays `medium`, which the caller should show as "at least".
 */
export function floodClass({ depthCm, durationMin, areaM2 }: FloodExtent): FloodClass {
  if (!(depthCm > 0)) return 'none';
  if (depthCm < 10) return 'ponding';
  const isHeavy =
    depthCm >= 30 && durationMin !== undefined && durationMin > 120 && areaM2 !== undefined && areaM2 > 4_000;
  if (isHeavy) return 'heavy';
  const isBeyondLight = depthCm >= 15 || (durationMin ?? 0) >= 30 || (areaM2 ?? 0) > 2_000;
  return isBeyondLight ? 'medium' : 'light';
}
