import type { LonLat } from '../live/city-ground.ts';
import type { LayerTable } from '@metropane/live-state';
import type { LiveStore } from '../live/live-store.ts';
import { remPx } from '../ui/use-fitting-rows.ts';
import { glProgram } from './gl-program.ts';
import type { MapColours } from './map-colours.ts';
import type { Tilt } from './map-tilt.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { FLOATS_PER_POINT, MovingPoints } from './moving-points.ts';
import { TailsDrawing } from './tails-drawing.ts';
import type { TailsLook } from './tails-drawing.ts';
import { TrackTails } from './track-tails.ts';

const VERTEX = `#version 300 es
uniform vec2 u_centre;
uniform vec2 u_px;
uniform float u_now;
uniform float u_glide;
uniform float u_size;
uniform float u_stale_before;
uniform vec2 u_tilt;
uniform vec2 u_turn;
in vec2 a_from;
in vec2 a_to;
in float a_start;
in float a_told;
out float v_stale;
void main() {
  v_stale = step(a_told, u_stale_before);
  float share = clamp((u_now - a_start) / u_glide, 0.0, 1.0);
  vec2 far = mix(a_from, a_to, share) - u_centre;
  vec2 at = vec2(far.x * u_turn.x + far.y * u_turn.y, far.y * u_turn.x - far.x * u_turn.y) * u_px;
  gl_Position = isnan(a_to.x) ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x, -at.y * u_tilt.x, 0.0, 1.0 - at.y * u_tilt.y);
  gl_PointSize = u_size * (1.0 + 0.5 * v_stale);
}`;
const FRAGMENT = `#version 300 es
precision mediump float;
uniform vec3 u_colour;
uniform float u_strength;
in float v_stale;
out vec4 colour;
void main() {
  float far = length(gl_PointCoord - 0.5) * 2.0;
  // One that was not heard of for two periods is a ring: the place is the last one told.
  float cover = (1.0 - smoothstep(0.6, 1.0, far)) * u_strength * mix(1.0, smoothstep(0.3, 0.6, far), v_stale);
  colour = vec4(u_colour * cover, cover);
}`;

const GLIDE_S = 2;
const FORGET_AFTER_MS = 180_000;
/** Two of the periods in which a vehicle reports: it stands where it was told last, and is marked. */
export const STALE_AFTER_MS = 60_000;
/** Points grow old although nothing comes. */
const AGE_EVERY_MS = 5_000;
/** Ten frames per second: at city scale a bus moves less than a pixel in between. A machine without a GPU gets fewer. */
const FRAME_MS = 100;
const SLOWEST_FRAME_MS = 1_000;
/** A frame that comes later than this after it was asked for says that the machine is busy. */
const BUSY_MS = 60;

/** A few hundred buses must be seen from across a room; ten thousand must not hide the streets. Design pixels. */
function pointSizePx(count: number): number {
  return Math.min(4.6, Math.max(2.4, 7 - Math.log10(Math.max(1, count)) * 1.15));
}

export interface Camera {
  centre: LonLat;
  zoom: number;
  tilt: Tilt;
}

/**
 * Vehicles on a transparent canvas of their own above the map: they move without repainting the map below. Draws
 * only while something moves. Call `destroy` once.
 */
export class PointsCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #live: LiveStore;
  readonly #layerId: string;
  readonly #points: MovingPoints;
  readonly #origin: LonLat;
  readonly #unsubscribe: () => void;
  #gl: WebGL2RenderingContext | null = null;
  #program: WebGLProgram | null = null;
  #buffer: WebGLBuffer | null = null;
  #camera: Camera | null = null;
  #isStaleBuffer = true;
  #version = -1;
  #movesUntilS = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ageing: ReturnType<typeof setInterval>;
  #frameMs = FRAME_MS;
  isShown = true;
  #opacity = 1;
  /** Remembered all the time where they may be asked for: tails that begin when they are switched on would show nothing. */
  readonly #tails: TrackTails | null;
  #tailsDrawing: TailsDrawing | null = null;
  #hasTails = false;
  #areTailsStale = true;
  #table: LayerTable | null = null;
  #colours: MapColours;

  constructor(
    canvas: HTMLCanvasElement,
    live: LiveStore,
    {
      layerId,
      origin,
      colours,
      mayHaveTails = false,
    }: { layerId: string; origin: LonLat; colours: MapColours; mayHaveTails?: boolean },
  ) {
    this.#tails = mayHaveTails ? new TrackTails() : null;
    this.#colours = colours;
    this.#canvas = canvas;
    this.#live = live;
    this.#layerId = layerId;
    this.#origin = origin;
    this.#points = new MovingPoints(origin, { glideS: GLIDE_S, forgetAfterMs: FORGET_AFTER_MS });
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => this.#start());
    this.#start();
    this.#unsubscribe = live.versions.subscribe(({ tables }) => {
      const version = tables[`layer:${layerId}`] ?? 0;
      if (version === this.#version) return;
      this.#version = version;
      this.#readTable();
    });
    this.#readTable();
    this.#ageing = setInterval(() => this.#draw(), AGE_EVERY_MS);
  }

  /** Draws at once: the points must move with the map, not after it. */
  look(camera: Camera): void {
    this.#camera = camera;
    this.#draw();
  }

  setColours(colours: MapColours): void {
    this.#colours = colours;
    this.#draw();
  }

  /** `opacity`: share of full strength, 0..1. */
  show(isShown: boolean, opacity = 1): void {
    this.isShown = isShown;
    this.#opacity = opacity;
    this.#draw();
  }

  /** Where the vehicles came from in the last five minutes, as far as this page heard it. */
  showTails(hasTails: boolean): void {
    this.#hasTails = hasTails;
    this.#draw();
  }

  destroy(): void {
    this.#unsubscribe();
    clearTimeout(this.#timer);
    clearInterval(this.#ageing);
    this.#gl?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #start(): void {
    const gl = this.#canvas.getContext('webgl2', { antialias: false, alpha: true, premultipliedAlpha: true });
    this.#gl = gl;
    if (gl === null) return;
    this.#program = glProgram(gl, VERTEX, FRAGMENT);
    this.#buffer = gl.createBuffer();
    this.#tailsDrawing = this.#tails === null ? null : new TailsDrawing(gl);
    this.#areTailsStale = true;
    this.#isStaleBuffer = true;
    this.#draw();
  }

  #readTable(): void {
    const table = this.#live.state.layers.get(this.#layerId);
    const seenS = performance.now() / 1000;
    if (table === undefined) this.#points.clear();
    else this.#points.read(table, { seenS, nowMs: this.#live.clock.nowMs() });
    // Another table is another epoch: its rows are other vehicles.
    if (this.#table !== (table ?? null)) this.#tails?.clear();
    this.#table = table ?? null;
    this.#tails?.remember(this.#points, seenS);
    this.#areTailsStale = true;
    this.#isStaleBuffer = true;
    this.#movesUntilS = seenS + GLIDE_S;
    this.#timer ??= setTimeout(() => this.#animate(), this.#frameMs);
  }

  #animate(): void {
    this.#timer = undefined;
    const askedMs = performance.now();
    requestAnimationFrame(() => {
      const isBusy = performance.now() - askedMs > BUSY_MS;
      this.#frameMs = isBusy
        ? Math.min(SLOWEST_FRAME_MS, this.#frameMs * 2)
        : Math.max(FRAME_MS, this.#frameMs * 0.8);
      this.#draw();
      if (performance.now() / 1000 < this.#movesUntilS)
        this.#timer ??= setTimeout(() => this.#animate(), this.#frameMs);
    });
  }

  #draw(): void {
    const gl = this.#gl;
    if (gl === null || this.#program === null || this.#camera === null || gl.isContextLost()) return;
    this.#fitCanvas();
    gl.viewport(0, 0, this.#canvas.width, this.#canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (!this.isShown || this.#points.count === 0) return;
    const worldPx = 512 * 2 ** this.#camera.zoom * devicePixelRatio;
    const px = [(worldPx * 2) / this.#canvas.width, (worldPx * 2) / this.#canvas.height] as const;
    const x = mercatorX(this.#camera.centre[0]) - mercatorX(this.#origin[0]);
    const y = mercatorY(this.#camera.centre[1]) - mercatorY(this.#origin[1]);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const { tilt } = this.#camera;
    this.#drawTails({ centre: [x, y], px, tilt });
    gl.useProgram(this.#program);
    this.#bindPoints(gl, this.#program);
    const uniform = (name: string): WebGLUniformLocation | null =>
      gl.getUniformLocation(this.#program!, name);
    gl.uniform2f(uniform('u_centre'), x, y);
    gl.uniform2f(uniform('u_px'), ...px);
    gl.uniform2f(uniform('u_tilt'), tilt.flat, tilt.far);
    gl.uniform2f(uniform('u_turn'), tilt.cos, tilt.sin);
    gl.uniform3fv(uniform('u_colour'), [...this.#colours.vehicle]);
    gl.uniform1f(uniform('u_strength'), this.#colours.vehicleStrength * this.#opacity);
    gl.uniform1f(uniform('u_now'), performance.now() / 1000);
    gl.uniform1f(uniform('u_glide'), GLIDE_S);
    const staleBeforeMs = this.#live.clock.nowMs() - STALE_AFTER_MS - this.#points.baseMs;
    gl.uniform1f(uniform('u_stale_before'), staleBeforeMs / 1_000);
    gl.uniform1f(uniform('u_size'), pointSizePx(this.#points.visible) * (remPx() / 16) * devicePixelRatio);
    gl.drawArrays(gl.POINTS, 0, this.#points.count);
  }

  #drawTails(view: Pick<TailsLook, 'centre' | 'px' | 'tilt'>): void {
    if (!this.#hasTails || this.#tails === null || this.#tailsDrawing === null) return;
    if (this.#areTailsStale) this.#tailsDrawing.upload(this.#tails);
    this.#areTailsStale = false;
    const { vehicle: colour, vehicleStrength } = this.#colours;
    const strength = 0.8 * vehicleStrength * this.#opacity;
    this.#tailsDrawing.draw(this.#tails.count, { ...view, colour, strength });
  }

  #bindPoints(gl: WebGL2RenderingContext, program: WebGLProgram): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    if (this.#isStaleBuffer) {
      this.#isStaleBuffer = false;
      const { rows, count } = this.#points;
      gl.bufferData(gl.ARRAY_BUFFER, rows.subarray(0, count * FLOATS_PER_POINT), gl.DYNAMIC_DRAW);
    }
    for (const [name, size, offset] of [
      ['a_from', 2, 0],
      ['a_to', 2, 8],
      ['a_start', 1, 16],
      ['a_told', 1, 20],
    ] as const) {
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, FLOATS_PER_POINT * 4, offset);
    }
  }

  #fitCanvas(): void {
    const width = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    const height = Math.round(this.#canvas.clientHeight * devicePixelRatio);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
  }
}
