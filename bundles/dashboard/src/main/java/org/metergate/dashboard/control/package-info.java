/** REST, live feed and page over HTTP: who may ask, what is answered. No gateway. */
package org.metergate.dashboard.control;
