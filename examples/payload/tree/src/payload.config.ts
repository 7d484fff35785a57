import { buildConfig } from 'payload';

export default buildConfig({});
