import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { MailTarget } from '../delivery-config.ts';
import { mailText } from '../mail-text.ts';
import type { Channel, SendOutcome } from './channel.ts';

const TIMEOUT_MS = 20_000;

/** Plain text by SMTP. The message id is the delivery's, so that a repetition is recognised by whoever receives it. */
export function mailChannel(target: MailTarget, zone: string): Channel {
  const { host, port, security, user, password, ca } = target;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: readFileSync(ca) }) },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, body }): Promise<SendOutcome> {
      const { subject, text, attachment } = mailText(body, { language: target.language, zone });
      try {
        const info = await transport.sendMail({
          from: target.from,
          to: target.to,
          subject,
          text,
          messageId: `<${id}@${target.from.split('@')[1] ?? 'metropane'}>`,
          headers: { 'X-Metropane-Id': id, 'Auto-Submitted': 'auto-generated' },
          ...(attachment === null ? {} : { attachments: [attachment] }),
        });
        if (info.rejected.length > 0)
          return {
            isSent: false,
            answer: `refused for ${info.rejected.length} of ${target.to.length} addresses`,
          };
        return { isSent: true, answer: info.response };
      } catch (error) {
        return { isSent: false, answer: error instanceof Error ? error.message : String(error) };
      }
    },
    close() {
      transport.close();
      return Promise.resolve();
    },
  };
}
