export default () => ({ connection: { client: 'sqlite' } });
