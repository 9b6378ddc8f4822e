import { i18n } from '@lingui/core';

let loading: Promise<void> | null = null;

/** Brings the words of receipts and of the sources page, once. Wait for it before the first of them is drawn. */
export function loadDetailWords(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  try {
    const [en, vi] = await Promise.all([
      import('../locales/en/detail.po'),
      import('../locales/vi/detail.po'),
    ]);
    i18n.load({ en: en.messages, vi: vi.messages });
  } catch (error) {
    // The next try may reach the server.
    loading = null;
    throw error;
  }
}
