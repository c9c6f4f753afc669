/** The build step that makes deployment packages from lists of bundles. */
package org.metergate.features.packager;
