import { mergeConfig } from 'vite';
import product from '../vite.config.ts';

/** The same bundle with the fixture's entry instead of the product's; never part of what is shipped. */
export default mergeConfig(product, {
  base: '/',
  build: { outDir: 'test/dist', rolldownOptions: { input: 'test/fixture.html' } },
});
