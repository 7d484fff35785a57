import { CAMPAIGNS } from "./campaigns/index.ts";
import { KILLS, testSamples } from "./sampled.ts";

testSamples(CAMPAIGNS.filter(({ id }) => !KILLS.has(id)));
