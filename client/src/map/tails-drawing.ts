import { glProgram } from './gl-program.ts';
import type { Tilt } from './map-tilt.ts';
import { TAIL_POINTS, tailIndices } from './track-tails.ts';
import type { TrackTails } from './track-tails.ts';

const VERTEX = `#version 300 es
uniform vec2 u_centre;
uniform vec2 u_px;
uniform vec2 u_tilt;
uniform vec2 u_turn;
in vec2 a_at;
out float v_share;
void main() {
  vec2 far = a_at - u_centre;
  vec2 at = vec2(far.x * u_turn.x + far.y * u_turn.y, far.y * u_turn.x - far.x * u_turn.y) * u_px;
  gl_Position = isnan(a_at.x) ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x, -at.y * u_tilt.x, 0.0, 1.0 - at.y * u_tilt.y);
  v_share = float(gl_VertexID % ${TAIL_POINTS}) / ${TAIL_POINTS - 1}.0;
}`;
const FRAGMENT = `#version 300 es
precision mediump float;
uniform vec3 u_colour;
uniform float u_strength;
in float v_share;
out vec4 colour;
void main() {
  float cover = v_share * v_share * u_strength;
  colour = vec4(u_colour * cover, cover);
}`;

export interface TailsLook {
  /** Middle of the view and design units per pixel, as the points have them. */
  centre: readonly [x: number, y: number];
  px: readonly [x: number, y: number];
  tilt: Tilt;
  colour: readonly [red: number, green: number, blue: number];
  strength: number;
}

/** Draws tails into a context that blends already. Made anew after the loss of a context. */
export class TailsDrawing {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram | null;
  readonly #vertices: WebGLBuffer;
  readonly #indices: WebGLBuffer;
  #indexed = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#program = glProgram(gl, VERTEX, FRAGMENT);
    this.#vertices = gl.createBuffer();
    this.#indices = gl.createBuffer();
  }

  /** Takes the places of now; call before `draw` when they changed. */
  upload({ vertices, count }: TrackTails): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#vertices);
    gl.bufferData(gl.ARRAY_BUFFER, vertices.subarray(0, count * TAIL_POINTS * 2), gl.DYNAMIC_DRAW);
    if (count <= this.#indexed) return;
    this.#indexed = count;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, tailIndices(count), gl.STATIC_DRAW);
  }

  draw(count: number, { centre, px, tilt, colour, strength }: TailsLook): void {
    const gl = this.#gl;
    const program = this.#program;
    if (program === null || count === 0) return;
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#vertices);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    const at = gl.getAttribLocation(program, 'a_at');
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 8, 0);
    gl.uniform2f(gl.getUniformLocation(program, 'u_centre'), ...centre);
    gl.uniform2f(gl.getUniformLocation(program, 'u_px'), ...px);
    gl.uniform2f(gl.getUniformLocation(program, 'u_tilt'), tilt.flat, tilt.far);
    gl.uniform2f(gl.getUniformLocation(program, 'u_turn'), tilt.cos, tilt.sin);
    gl.uniform3f(gl.getUniformLocation(program, 'u_colour'), ...colour);
    gl.uniform1f(gl.getUniformLocation(program, 'u_strength'), strength);
    gl.drawElements(gl.LINES, count * (TAIL_POINTS - 1) * 2, gl.UNSIGNED_INT, 0);
  }
}
