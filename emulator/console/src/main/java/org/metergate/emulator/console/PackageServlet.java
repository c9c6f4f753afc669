package org.metergate.emulator.console;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/** Kura's package endpoints: list, install by URL, install an uploaded file, remove. What is asked for is done later. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=org.metergate.emulator.console.packages",
            "osgi.http.whiteboard.servlet.pattern=/services/deploy/v2",
            "osgi.http.whiteboard.servlet.pattern=/services/deploy/v2/*",
            "osgi.http.whiteboard.servlet.multipart.enabled:Boolean=true",
            "osgi.http.whiteboard.servlet.multipart.fileSizeThreshold:Integer=65536"
        })
public final class PackageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String INSTALL = "/_install";
    private static final String UPLOAD = "/_upload";

    private final transient Gatekeeper gatekeeper;
    private final transient PackageAgent agent;
    private final transient Gson json = new Gson();

    private static final class Installed {
        private final String name;
        private final String version;

        private Installed(DeploymentPackage installed) {
            name = installed.getName();
            version = installed.getVersion().toString();
        }
    }

    /** Body of an installation request; a class like the other, since this Gson knows no records. */
    private static final class Wanted {
        private String url;
    }

    @Activate
    public PackageServlet(@Reference Gatekeeper gatekeeper, @Reference PackageAgent agent) {
        this.gatekeeper = gatekeeper;
        this.agent = agent;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (gatekeeper.admit(request, response).isPresent()) {
            super.service(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!path(request).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        answer(response, agent.installed().map(Installed::new).toList());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (path(request)) {
            case INSTALL -> install(request, response);
            case UPLOAD -> upload(request, response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = path(request);
        if (name.length() < 2) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        answer(response, agent.uninstall(name.substring(1)) ? "REQUEST_RECEIVED" : "UNINSTALLING");
    }

    private void install(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Wanted wanted;
        try {
            wanted = json.fromJson(request.getReader(), Wanted.class);
        } catch (JsonSyntaxException e) {
            wanted = null;
        }
        if (wanted == null || wanted.url == null) {
            refuse(response, "Bad request");
            return;
        }
        answer(response, agent.install(wanted.url) ? "REQUEST_RECEIVED" : "INSTALLING");
    }

    private void upload(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        String type = request.getContentType();
        Part part = type != null && type.startsWith("multipart/form-data") ? request.getPart("file") : null;
        if (part == null) {
            refuse(response, "a multipart/form-data body with the part 'file' is expected");
            return;
        }
        Path file = Files.createTempFile("upload", ".dp");
        try (InputStream content = part.getInputStream()) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        } finally {
            part.delete();
        }
        agent.install(file.toUri().toString());
        answer(response, "REQUEST_RECEIVED");
    }

    private static String path(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.equals("/") ? "" : path;
    }

    private static void refuse(HttpServletResponse response, String why) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(why);
    }

    private void answer(HttpServletResponse response, Object body) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(json.toJson(body));
    }
}
