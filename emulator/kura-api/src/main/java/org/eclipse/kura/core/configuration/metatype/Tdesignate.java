package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.Designate;

/** Ties a PID to a definition. */
public class Tdesignate implements Designate {
    protected Tobject object;
    protected List<Object> any = new ArrayList<>();
    protected String pid;
    protected String factoryPid;
    protected String bundle;
    protected Boolean optional;
    protected Boolean merge;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tdesignate() {
        // everything is set by the caller
    }

    @Override
    public Tobject getObject() {
        return object;
    }

    public void setObject(Tobject object) {
        this.object = object;
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    @Override
    public String getPid() {
        return pid;
    }

    public void setPid(String pid) {
        this.pid = pid;
    }

    @Override
    public String getFactoryPid() {
        return factoryPid;
    }

    public void setFactoryPid(String factoryPid) {
        this.factoryPid = factoryPid;
    }

    @Override
    public String getBundle() {
        return bundle;
    }

    public void setBundle(String bundle) {
        this.bundle = bundle;
    }

    /** Whether it is optional, false if not set. */
    @Override
    public boolean isOptional() {
        return optional != null && optional;
    }

    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    /** Whether to merge, false if not set. */
    @Override
    public boolean isMerge() {
        return merge != null && merge;
    }

    public void setMerge(Boolean merge) {
        this.merge = merge;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
