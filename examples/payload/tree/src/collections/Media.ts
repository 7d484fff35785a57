export const Media = { slug: 'media', upload: { staticDir: 'public/media' } };
