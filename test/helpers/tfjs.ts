import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

// Keeps it from advertising its native backend on standard error.
tf.env().set("IS_TEST", true);

export { tf };
