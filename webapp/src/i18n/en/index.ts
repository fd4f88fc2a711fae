import { app } from "./app";
import { compose } from "./compose";

export const english = { app, compose };
