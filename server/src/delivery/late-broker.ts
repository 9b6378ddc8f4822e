import type { DeliveryPorts } from './delivery-handle.ts';

type Publish = DeliveryPorts['publish'];

/** The broker as delivery sees it: it starts after the room does, and until then nothing can be published. */
export function lateBroker(): { publish: Publish; use: (publish: Publish) => void } {
  let broker: Publish = () => Promise.reject(new Error('the broker is not started yet'));
  return {
    publish: (topic, payload, options) => broker(topic, payload, options),
    use: (publish) => {
      broker = publish;
    },
  };
}
