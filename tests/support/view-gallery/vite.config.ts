import tailwindcss from '@tailwindcss/vite';

export default {
  root: import.meta.dirname,
  publicDir: '../../../extension/public',
  base: './',
  plugins: [tailwindcss()],
};
