import { app } from "./app";
import { compose } from "./compose";

export const french = { app, compose };
