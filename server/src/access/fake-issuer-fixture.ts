/** Only for tests: an issuer whose answers a test can falsify. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class FakeIssuer {
  readonly issuer: string;
  /** Put into the next id tokens, over what is right. */
  claims: Record<string, unknown> = {};
  header: Record<string, unknown> = {};
  /** Who signs: another key than the published one when set. */
  signer: KeyObject | null = null;
  /** What a token request sent. */
  readonly asked: URLSearchParams[] = [];
  nonce = '';
  readonly #server: Server;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    });
  }

  static async start(port = 0): Promise<FakeIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new FakeIssuer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { issuer } = this;
    const json = (value: unknown): void => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    };
    if (request.url === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (request.url === '/jwks')
      return json({
        keys: [{ ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
      });
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.asked.push(new URLSearchParams(body));
    return json({ access_token: 'access-of-the-test', token_type: 'Bearer', id_token: this.#idToken() });
  }

  #idToken(): string {
    const nowS = Math.floor(Date.now() / 1_000);
    const right = {
      iss: this.issuer,
      aud: 'metropane',
      sub: 'u-1',
      iat: nowS,
      exp: nowS + 300,
      nonce: this.nonce,
    };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: 'k', ...this.header })}.${part({ ...right, ...this.claims })}`;
    const signature = createSign('RSA-SHA256')
      .update(signed)
      .sign(this.signer ?? this.#keys.privateKey);
    return `${signed}.${signature.toString('base64url')}`;
  }
}
