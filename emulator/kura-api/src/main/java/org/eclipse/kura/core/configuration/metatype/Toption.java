package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.Option;

/** One of the values that an attribute may have. */
public class Toption implements Option {
    protected List<Object> any = new ArrayList<>();
    protected String label;
    protected String value;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Toption() {
        // everything is set by the caller
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    /** Adds an element of another schema. */
    public void setAny(Object element) {
        any.add(element);
    }

    @Override
    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    @Override
    public String getValue() {
        return value;
    }

    public void setValue(String value) {
        this.value = value;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
