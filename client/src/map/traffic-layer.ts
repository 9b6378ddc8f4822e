import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import type { LayerTable } from '@metropane/live-state';
import type { CitySegment, LonLat } from '../live/city-ground.ts';
import type { LiveStore } from '../live/live-store.ts';
import { remPx } from '../ui/use-fitting-rows.ts';
import { glProgram, translated } from './gl-program.ts';
import type { MapColours } from './map-colours.ts';
import { FLOATS_PER_VERTEX, lineMesh, spreadToVertices } from './line-mesh.ts';
import type { LineMesh } from './line-mesh.ts';
import { fillTrafficLevels, segmentRows } from './traffic-level.ts';

const VERTEX = `#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_viewport;
uniform float u_scale;
uniform float u_glow;
uniform float u_glow_strength;
uniform float u_opacity;
uniform vec3 u_colours[5];
in vec2 a_position;
in vec2 a_outward;
in float a_side;
in float a_level;
out float v_side;
out vec4 v_colour;
const float widths[5] = float[5](1.3, 1.7, 2.2, 2.7, 3.0);
void main() {
  int level = int(a_level + 0.5);
  bool isHot = level >= 3;
  vec4 clip = u_matrix * vec4(a_position, 0.0, 1.0);
  // Where the camera is tilted a direction on the ground turns with the place: the derivative of x/w, not of x.
  vec4 outward = u_matrix * vec4(a_outward, 0.0, 0.0);
  vec2 out_px = (outward.xy * clip.w - clip.xy * outward.w) * u_viewport;
  float stretch = length(a_outward);
  float width = u_glow > 0.5 ? (isHot ? 13.0 : 0.0) : widths[level];
  vec2 push = normalize(out_px) * stretch * width * u_scale;
  clip.xy += push / u_viewport * clip.w;
  // Abnormal stretches lie on top where roads cross; outside the clip volume when the glow has nothing to draw.
  gl_Position = u_glow > 0.5 && !isHot ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
  v_side = a_side;
  v_colour = vec4(u_colours[level], u_opacity * (u_glow > 0.5 ? u_glow_strength : (level == 0 ? 0.9 : 1.0)));
}`;
const FRAGMENT = `#version 300 es
precision highp float;
uniform float u_glow;
in float v_side;
in vec4 v_colour;
out vec4 colour;
void main() {
  float edge = abs(v_side);
  float cover = u_glow > 0.5 ? pow(1.0 - edge, 2.2) : 1.0 - smoothstep(0.72, 1.0, edge);
  colour = vec4(v_colour.rgb, 1.0) * v_colour.a * cover;
}`;

type FlowColours = Pick<MapColours, 'flow' | 'glow' | 'isGlowAdded'>;

/**
 * Road segments coloured by speed over free flow, as one mesh in MapLibre's own context. Only one byte per vertex changes
 * with the data; the segments are uploaded once. Red and orange also glow.
 */
export class TrafficLayer implements CustomLayerInterface {
  readonly id = 'traffic-lines';
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  readonly #segments: readonly CitySegment[];
  readonly #live: LiveStore;
  readonly #mesh: LineMesh;
  readonly #levels: Uint8Array<ArrayBuffer>;
  readonly #vertexLevels: Uint8Array<ArrayBuffer>;
  #rowOf: Int32Array | null = null;
  #table: LayerTable | null = null;
  #namesVersion = -1;
  #isDirty = true;
  #gl: GlParts | null = null;
  #map: MapLibreMap | null = null;
  #colours: FlowColours;
  #opacity = 1;

  constructor(
    live: LiveStore,
    { segments, centre: origin }: { segments: readonly CitySegment[]; centre: LonLat },
    colours: FlowColours,
  ) {
    this.#live = live;
    this.#colours = colours;
    this.#segments = segments;
    this.#mesh = lineMesh(
      segments.map((segment) => segment.points),
      origin,
    );
    this.#levels = new Uint8Array(segments.length);
    this.#vertexLevels = new Uint8Array(this.#mesh.vertices.length / FLOATS_PER_VERTEX);
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = glParts(gl, this.#mesh);
    this.#isDirty = true;
  }

  onRemove(): void {
    this.#gl = null;
  }

  /** Takes effect with the next repaint of the map. */
  setColours(colours: FlowColours): void {
    this.#colours = colours;
  }

  /** Share of full strength, 0..1; takes effect with the next repaint of the map. */
  setOpacity(opacity: number): void {
    this.#opacity = opacity;
  }

  /** True when the layer has gained or lost stretches since `refresh`: they must not wait for the next regular one. */
  get hasOtherRows(): boolean {
    const table = this.#live.state.layers.get('traffic') ?? null;
    return this.#table !== table || (table !== null && this.#namesVersion !== table.namesVersion);
  }

  /** Reads the layer's speeds again. True when a stretch changed its level, i.e. when a repaint shows something new. */
  refresh(): boolean {
    const table = this.#live.state.layers.get('traffic') ?? null;
    const before = this.#levels.slice();
    if (this.hasOtherRows) {
      this.#rowOf = table === null ? null : segmentRows(this.#segments, table);
      this.#table = table;
      this.#namesVersion = table?.namesVersion ?? -1;
    }
    // A layer that nobody sends any more has no current speed anywhere.
    if (table === null || this.#rowOf === null) this.#levels.fill(0);
    else {
      const nowMs = this.#live.clock.nowMs();
      fillTrafficLevels(this.#levels, { table, segments: this.#segments, rowOf: this.#rowOf, nowMs });
    }
    const hasChanged = before.some((level, i) => level !== this.#levels[i]);
    this.#isDirty ||= hasChanged;
    return hasChanged;
  }

  /** Design pixels to CSS pixels; lines grow when a desk looks closer. */
  #lineScale(): number {
    const scale = remPx() / 16;
    const zoom = (this.#map?.getZoom() ?? 0) - Math.log2(scale);
    return scale * Math.min(3.6, 1 + Math.max(0, zoom - 12.5) * 0.5);
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const parts = this.#gl;
    if (parts === null) return;
    if (this.#isDirty) {
      this.#isDirty = false;
      spreadToVertices(this.#mesh, this.#levels, this.#vertexLevels);
      gl.bindBuffer(gl.ARRAY_BUFFER, parts.levelBuffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.#vertexLevels, gl.DYNAMIC_DRAW);
    }
    gl.useProgram(parts.program);
    gl.bindVertexArray(parts.vao);
    const matrix = translated(defaultProjectionData.mainMatrix, this.#mesh.originX, this.#mesh.originY);
    gl.uniformMatrix4fv(parts.uniform.matrix, false, matrix);
    gl.uniform2f(parts.uniform.viewport, gl.drawingBufferWidth, gl.drawingBufferHeight);
    const { flow, glow, isGlowAdded } = this.#colours;
    gl.uniform3fv(parts.uniform.colours, flow.flat());
    gl.uniform1f(parts.uniform.glowStrength, glow);
    gl.uniform1f(parts.uniform.opacity, this.#opacity);
    gl.uniform1f(parts.uniform.scale, this.#lineScale() * devicePixelRatio);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    for (const isGlow of [true, false]) {
      gl.blendFunc(gl.ONE, isGlow && isGlowAdded ? gl.ONE : gl.ONE_MINUS_SRC_ALPHA);
      gl.uniform1f(parts.uniform.glow, isGlow ? 1 : 0);
      gl.drawElements(gl.TRIANGLES, this.#mesh.indices.length, gl.UNSIGNED_INT, 0);
    }
    gl.bindVertexArray(null);
  }
}

interface GlParts {
  program: WebGLProgram;
  vao: WebGLVertexArrayObject;
  levelBuffer: WebGLBuffer;
  uniform: Record<
    'matrix' | 'viewport' | 'scale' | 'glow' | 'glowStrength' | 'opacity' | 'colours',
    WebGLUniformLocation | null
  >;
}

function glParts(gl: WebGL2RenderingContext, mesh: LineMesh): GlParts | null {
  const program = glProgram(gl, VERTEX, FRAGMENT);
  if (program === null) return null;
  const vao = gl.createVertexArray();
  gl.bindVertexArray(vao);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, mesh.vertices, gl.STATIC_DRAW);
  const stride = FLOATS_PER_VERTEX * 4;
  for (const [name, size, offset] of [
    ['a_position', 2, 0],
    ['a_outward', 2, 8],
    ['a_side', 1, 16],
  ] as const) {
    const at = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride, offset);
  }
  const levelBuffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, levelBuffer);
  gl.bufferData(gl.ARRAY_BUFFER, mesh.vertices.length / FLOATS_PER_VERTEX, gl.DYNAMIC_DRAW);
  const level = gl.getAttribLocation(program, 'a_level');
  gl.enableVertexAttribArray(level);
  gl.vertexAttribPointer(level, 1, gl.UNSIGNED_BYTE, false, 1, 0);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.indices, gl.STATIC_DRAW);
  gl.bindVertexArray(null);
  return {
    program,
    vao,
    levelBuffer,
    uniform: {
      matrix: gl.getUniformLocation(program, 'u_matrix'),
      viewport: gl.getUniformLocation(program, 'u_viewport'),
      scale: gl.getUniformLocation(program, 'u_scale'),
      glow: gl.getUniformLocation(program, 'u_glow'),
      glowStrength: gl.getUniformLocation(program, 'u_glow_strength'),
      opacity: gl.getUniformLocation(program, 'u_opacity'),
      colours: gl.getUniformLocation(program, 'u_colours'),
    },
  };
}
