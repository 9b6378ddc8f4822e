/** Where marks stand on a map so that none hides another. Positions are CSS pixels inside the map's box. */
export interface MarkerPoint {
  id: string;
  x: number;
  y: number;
  /** Radius of the mark. */
  r: number;
}

/** Given most important first: each keeps its place, or steps aside just far enough from those before it. */
export function spreadMarkers(points: readonly MarkerPoint[]): MarkerPoint[] {
  const placed: MarkerPoint[] = [];
  for (const point of points) {
    let { x, y } = point;
    for (let round = 0; round < 6; round++) {
      const near = placed.find((other) => Math.hypot(other.x - x, other.y - y) < (other.r + point.r) * 0.82);
      if (near === undefined) break;
      const apart = Math.hypot(x - near.x, y - near.y);
      // Two marks at one spot have no direction: the later one goes to the lower right, turned a little each round.
      const angle = apart < 0.5 ? Math.PI / 4 + round : Math.atan2(y - near.y, x - near.x) + round * 0.35;
      const reach = (near.r + point.r) * 0.86;
      x = near.x + Math.cos(angle) * reach;
      y = near.y + Math.sin(angle) * reach;
    }
    placed.push({ ...point, x, y });
  }
  return placed;
}

/** What a screen of a larger picture answers for beyond its map's edges, CSS pixels: what lies behind the bezel to its right and below. */
export interface TileEdges {
  readonly right: number;
  readonly below: number;
}

/**
 * The marks that stand on this map: those that touch it, or on a screen of a larger picture (`edges`) those whose middle it answers for,
 * so that each stands on one screen.
 */
export function marksWithin(
  points: readonly MarkerPoint[],
  { width, height }: { width: number; height: number },
  edges: TileEdges | null,
): MarkerPoint[] {
  if (edges === null)
    return points.filter(({ x, y, r }) => x > -r && y > -r && x < width + r && y < height + r);
  return points.filter(({ x, y }) => x >= 0 && y >= 0 && x < width + edges.right && y < height + edges.below);
}

/** The marks moved so far that no edge of the map cuts one. */
export function keptWhole(
  points: readonly MarkerPoint[],
  { width, height }: { width: number; height: number },
): MarkerPoint[] {
  return points.map((point) => ({
    ...point,
    x: clamped(point.x, point.r, width - point.r),
    y: clamped(point.y, point.r, height - point.r),
  }));
}

/**
 * The marks moved out from under what stands over the map, by the shortest way that ends inside the map: a legend neither hides a mark
 * nor is hidden by one. A mark for which there is no such way stays where it is.
 */
export function clearOf(
  points: readonly MarkerPoint[],
  { boxes, size }: { boxes: readonly Box[]; size: { width: number; height: number } },
): MarkerPoint[] {
  if (boxes.length === 0) return [...points];
  return points.map((point) => {
    const { r } = point;
    const covering = boxes.filter((box) => isInside(point, grown(box, r)));
    if (covering.length === 0) return point;
    // Two tiles side by side leave no room for a mark between them: the way out of one may have to lead round the other.
    const edges = boxes.map((box) => grown(box, r + CLEARANCE_PX));
    // One that the map's edge cuts is moved into it later: the way is the shorter from there.
    const xs = [clamped(point.x, r, size.width - r), ...edges.flatMap(({ x, width }) => [x, x + width])];
    const ys = [clamped(point.y, r, size.height - r), ...edges.flatMap(({ y, height }) => [y, y + height])];
    let best: { x: number; y: number; far: number } | null = null;
    for (const x of xs)
      for (const y of ys) {
        const far = Math.hypot(x - point.x, y - point.y);
        const isFree =
          x >= r &&
          y >= r &&
          x <= size.width - r &&
          y <= size.height - r &&
          !boxes.some((box) => isInside({ x, y }, grown(box, r)));
        if (isFree && (best === null || far < best.far)) best = { x, y, far };
      }
    return best === null ? point : { ...point, x: best.x, y: best.y };
  });
}

/** Between a mark and what it gives way to. */
const CLEARANCE_PX = 2;

function clamped(at: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, at));
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CalloutPlan {
  id: string;
  box: Box;
  /** Points of the leader line from the mark to the box. */
  leader: [x: number, y: number][];
}

/**
 * A box beside each anchor, inside `area`, where it covers the least of `obstacles`, other boxes and marks. Anchors outside the
 * area get none: a line into nowhere says nothing.
 */
export function placeCallouts(
  anchors: readonly MarkerPoint[],
  {
    area,
    obstacles,
    size,
    marks,
  }: {
    area: Box;
    obstacles: readonly Box[];
    size: { width: number; height: number };
    marks: readonly MarkerPoint[];
  },
): CalloutPlan[] {
  const plans: CalloutPlan[] = [];
  for (const anchor of anchors) {
    if (!isInside(anchor, area)) continue;
    let best: { box: Box; cost: number } | null = null;
    for (const box of candidates(anchor, size)) {
      if (!fits(box, area)) continue;
      const taken = [...obstacles, ...plans.map((plan) => plan.box), ...marks.map(markBox)];
      const cost = taken.reduce((sum, other) => sum + overlap(box, other), 0) + distance(anchor, box) * 4;
      if (best === null || cost < best.cost) best = { box, cost };
    }
    if (best !== null) plans.push({ id: anchor.id, box: best.box, leader: leaderOf(anchor, best.box) });
  }
  return plans;
}

function candidates(anchor: MarkerPoint, { width, height }: { width: number; height: number }): Box[] {
  const boxes: Box[] = [];
  for (const reach of [1, 1.7, 2.6]) {
    const dx = anchor.r * 2.2 * reach;
    const dy = anchor.r * 2.6 * reach;
    for (const side of [1, -1]) {
      const x = side > 0 ? anchor.x + dx : anchor.x - dx - width;
      for (const y of [anchor.y - dy - height, anchor.y + dy, anchor.y - height / 2])
        boxes.push({ x, y, width, height });
    }
  }
  return boxes;
}

/** From the mark's edge with one bend, then level into the box's side. */
function leaderOf(anchor: MarkerPoint, box: Box): [number, number][] {
  const isRight = box.x > anchor.x;
  const endX = isRight ? box.x : box.x + box.width;
  const endY = Math.min(box.y + box.height - 8, Math.max(box.y + 8, anchor.y));
  const bendX = endX + (isRight ? -1 : 1) * anchor.r * 0.9;
  const length = Math.hypot(bendX - anchor.x, endY - anchor.y) || 1;
  const startX = anchor.x + ((bendX - anchor.x) / length) * anchor.r * 0.5;
  const startY = anchor.y + ((endY - anchor.y) / length) * anchor.r * 0.5;
  return [
    [startX, startY],
    [bendX, endY],
    [endX, endY],
  ];
}

function markBox({ x, y, r }: MarkerPoint): Box {
  return { x: x - r, y: y - r, width: r * 2, height: r * 2 };
}

function isInside({ x, y }: { x: number; y: number }, area: Box): boolean {
  return x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height;
}

function fits(box: Box, area: Box): boolean {
  return (
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height
  );
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function distance(anchor: MarkerPoint, box: Box): number {
  return Math.hypot(box.x + box.width / 2 - anchor.x, box.y + box.height / 2 - anchor.y);
}
